import { type Shell, tabSeparated } from './shell.ts';

/**
 * For Windows PowerShell 5.1 and PowerShell 7. Its versions before 7.3 drop empty arguments, so that the word at the
 * cursor comes with a dot behind it; `--` stands in quotes because npm's ai-chat.ps1 would swallow a bare one. Those versions
 * also pass quotes on as they are, all versions do so to a `.cmd`, and cmd.exe would run what is behind an `&`: of what is
 * typed, only characters are passed on that nobody reads as more than themselves. Names, models and URLs have no others.
 */
const SCRIPT = `# PowerShell completion for ai-chat. In $PROFILE: ai-chat completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ai-chat -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $ErrorActionPreference = 'SilentlyContinue'
    $words = @()
    $typed = ''
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        $start = $element.Extent.StartOffset
        if ($start -ge $cursorPosition) { break }
        $text = $element.Extent.Text
        if ($element.Extent.EndOffset -gt $cursorPosition) {
            # In the midst of a word, only what is before the cursor counts; the quote that opens it does not.
            $text = $text.Substring(0, $cursorPosition - $start) -replace '^["'']', ''
        } elseif ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $text = $element.Value
        }
        $text = $text -replace '[^\\w .,:=+@~/\\[\\]-]', '_'
        if ($element.Extent.EndOffset -ge $cursorPosition) {
            $typed = $text
        } elseif ($text -eq '') {
            $words += '_'
        } else {
            $words += $text
        }
    }
    $lastExitCode = $global:LASTEXITCODE
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding
        $lines = @(& ai-chat completion powershell '--' ai-chat @words "$typed." 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
        $global:LASTEXITCODE = $lastExitCode
    }
    # Without an answer, PowerShell completes the names of files; an empty string says that there is none.
    if ($lines[0] -eq 'file') { return }
    if ($lines.Count -lt 2) { return '' }
    foreach ($line in $lines[1..($lines.Count - 1)]) {
        $value, $description = $line -split "\`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
}
`;

export const powershell: Shell = {
  script: SCRIPT,
  readWords: (words) => [...words.slice(0, -1), (words.at(-1) ?? '').replace(/\.$/, '')],
  fits: (typed, value) => value.toLowerCase().startsWith(typed.toLowerCase()),
  write: tabSeparated,
};
