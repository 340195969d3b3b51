# Moves this device's Tailscale client to another control server, and back by itself if that fails.
#
# Usage: powershell -ExecutionPolicy Bypass -File SCRIPT [-Check] [-Detach] [-Variant flags|prefs]
#          [-Wait SECONDS] [-State DIR] [-AuthKeyFile FILE] [-AnyDevice] | -Result
# It does what the shell script beside it does; options, results and exit statuses are the same.
param(
  [switch]$Check,
  [switch]$Detach,
  [ValidateSet('flags', 'prefs')][string]$Variant = 'flags',
  [ValidateRange(1, 86400)][int]$Wait = 60,
  [string]$State = (Join-Path $env:ProgramData 'WayleaveCutover'),
  [string]$AuthKeyFile = $env:WAYLEAVE_AUTH_KEY_FILE,
  [switch]$AnyDevice,
  [switch]$Result,
  [string]$Worker = ''
)
