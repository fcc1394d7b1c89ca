import { posix } from 'node:path';
import ts from 'typescript';

/** `static` runs before its importer does, `dynamic` when it is asked for, `type` never: it is gone after the build. */
export type ImportKind = 'static' | 'dynamic' | 'type';

export interface Import {
  /** As written. */
  readonly specifier: string;
  readonly kind: ImportKind;
}

/** Every import and re-export of a module, in order. A dynamic import of anything but a literal has the specifier `?`. */
export function importsOf(path: string, code: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: ImportKind) => {
    found.push({ specifier: specifier && ts.isStringLiteralLike(specifier) ? specifier.text : '?', kind });
  };
  visit(parse(path, code), (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.isTypeOnly ? 'type' : 'static');
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, 'type');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], 'dynamic');
    } else if (ts.isCallExpression(node) && node.expression.getText() === 'require') {
      add(node.arguments[0], 'static');
    }
  });
  return found;
}

/** Which of `names` a module uses as a global: not as a property, and not as something of its own. */
export function globalsOf(path: string, code: string, names: readonly string[]): string[] {
  const used = new Set<string>();
  const own = new Set<string>();
  visit(parse(path, code), (node) => {
    if (!ts.isIdentifier(node) || !names.includes(node.text)) return;
    const { parent } = node;
    const isProperty =
      (ts.isPropertyAccessExpression(parent) && parent.name === node && !isGlobalThis(parent.expression)) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      ts.isTypeElement(parent) ||
      ts.isClassElement(parent);
    const isDeclared =
      (ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) &&
      parent.name === node;
    if (isDeclared) own.add(node.text);
    else if (!isProperty) used.add(node.text);
  });
  return [...used].filter((name) => !own.has(name));
}

/** The module that a relative specifier means, as a path from the root with `/`. */
export function resolve(importer: string, specifier: string): string {
  return posix.join(posix.dirname(importer), specifier);
}

function isGlobalThis(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'globalThis';
}

function parse(path: string, code: string): ts.SourceFile {
  return ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, enter: (node: ts.Node) => void): void {
  enter(node);
  ts.forEachChild(node, (child) => visit(child, enter));
}
