# Everything above was filled in by the kit; what follows is the same in every script of it.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$Log = ''

function Say([string]$Text) { Write-Output "wayleave: $Text" }

function Get-ResultLine([int]$Status, [string]$Name, [string[]]$Details = @()) {
  $line = [ordered]@{
    result = $Name; exit = $Status; direction = $Direction; from = $FromUrl; to = $ToUrl
    group = $Group; variant = $Variant; details = @($Details); log = $Log
  }
  return (ConvertTo-Json -InputObject $line -Compress)
}

function Exit-With([int]$Status, [string]$Name, [string[]]$Details = @()) {
  Write-Output (Get-ResultLine $Status $Name $Details)
  exit $Status
}

$Tailscale = $env:TAILSCALE
if (-not $Tailscale) {
  $found = Get-Command tailscale -CommandType Application -ErrorAction SilentlyContinue
  if ($found) { $Tailscale = @($found)[0].Path }
  else { $Tailscale = Join-Path $env:ProgramFiles 'Tailscale\tailscale.exe' }
}

# What the command says; its errors are text too, and its exit status is in $LASTEXITCODE.
function Invoke-Tailscale([string[]]$Arguments) {
  $ErrorActionPreference = 'Continue'
  return (& $Tailscale @Arguments 2>&1 | ForEach-Object { "$_" }) -join "`n"
}

function Get-Answer([string[]]$Arguments) {
  $text = Invoke-Tailscale $Arguments
  if ($LASTEXITCODE -ne 0) { throw "tailscale $Arguments failed: $text" }
  return (ConvertFrom-Json -InputObject $text)
}

function Get-Prefs { return (Get-Answer @('debug', 'prefs')) }
function Get-Status { return (Get-Answer @('status', '--json', '--peers=false')) }

function Get-Member($Object, [string]$Name) {
  if ($null -eq $Object) { return $null }
  $property = $Object.PSObject.Properties[$Name]
  if ($null -eq $property) { return $null }
  return $property.Value
}

# A URL as two that mean the same server are compared.
function Get-Canonical([string]$Url) {
  $url = $Url.TrimEnd('/')
  if ($url -eq '' -or $url -eq 'https://login.tailscale.com') {
    return 'https://controlplane.tailscale.com'
  }
  return $url
}

$Flags = New-Object System.Collections.Generic.List[string]
$Later = New-Object System.Collections.Generic.List[string]
$Refused = New-Object System.Collections.Generic.List[string]
$Notes = New-Object System.Collections.Generic.List[string]

function Add-Value($List, [string]$Flag, [string]$Value) {
  # Older PowerShells pass neither of these on to a command unharmed.
  if ($Value -match '["\\\x00-\x1f\x7f]') { $Refused.Add("$Flag holds characters that cannot be repeated") }
  else { $List.Add("$Flag=$Value") }
}

function Get-Word([bool]$Value) { if ($Value) { return 'true' } else { return 'false' } }

function Test-Usual($Value) {
  return ($null -eq $Value) -or ($Value -is [bool] -and -not $Value) -or ("$Value" -eq '') -or
    ("$Value" -eq '0') -or ($Value -is [array] -and $Value.Count -eq 0)
}

function Read-Settings($Prefs, $Status) {
  $exitAddress = ''
  $lan = $false
  foreach ($setting in $Prefs.PSObject.Properties) {
    $value = $setting.Value
    switch ($setting.Name) {
      'Config' { }
      'ControlURL' { }
      'ProfileName' { }
      'RouteAll' { $Flags.Add('--accept-routes=' + (Get-Word $value)) }
      'CorpDNS' { $Flags.Add('--accept-dns=' + (Get-Word $value)) }
      'ExitNodeID' { }
      'ExitNodeIP' { if ($value) { $exitAddress = [string]$value } }
      'AutoExitNode' { }
      'InternalExitNodePrior' { if ($value) { $Notes.Add("the exit node used before ($value) is no longer remembered") } }
      'ExitNodeAllowLANAccess' { $lan = [bool]$value }
      'RunSSH' { if ($value) { $Flags.Add('--ssh') } }
      'ShieldsUp' { if ($value) { $Flags.Add('--shields-up') } }
      'ForceDaemon' { if ($value) { $Flags.Add('--unattended') } }
      'Hostname' { if ($value) { Add-Value $Flags '--hostname' $value } }
      'AdvertiseTags' { if (-not (Test-Usual $value)) { Add-Value $Flags '--advertise-tags' (@($value) -join ',') } }
      'AdvertiseRoutes' {
        $all = @($value | Where-Object { $null -ne $_ })
        $routes = @($all | Where-Object { $_ -ne '0.0.0.0/0' -and $_ -ne '::/0' })
        $exits = $all.Count - $routes.Count
        if ($exits -eq 2) { $Flags.Add('--advertise-exit-node') }
        elseif ($exits -ne 0) { $Refused.Add('AdvertiseRoutes holds one of 0.0.0.0/0 and ::/0 without the other') }
        if ($routes.Count -gt 0) { Add-Value $Flags '--advertise-routes' ($routes -join ',') }
      }
      'AppConnector' { if (Get-Member $value 'Advertise') { $Flags.Add('--advertise-connector') } }
      'PostureChecking' {
        if ($value) {
          if ((Invoke-Tailscale @('up', '--help')) -match 'report-posture') { $Flags.Add('--report-posture') }
          else { $Flags.Add('--posture-checking') }
        }
      }
      'NoStatefulFiltering' { }
      'NetfilterMode' { if ($value -ne 2) { $Refused.Add("NetfilterMode is $value") } }
      'RunWebClient' { if ($value) { $Later.Add('--webclient=true') } }
      'AutoUpdate' {
        if ((Get-Member $value 'Check') -eq $false) { $Later.Add('--update-check=false') }
        $apply = Get-Member $value 'Apply'
        if ($null -ne $apply) { $Later.Add('--auto-update=' + (Get-Word $apply)) }
        foreach ($part in $value.PSObject.Properties) {
          if ($part.Name -ne 'Check' -and $part.Name -ne 'Apply' -and -not (Test-Usual $part.Value)) {
            $Refused.Add("AutoUpdate/$($part.Name) is $($part.Value)")
          }
        }
      }
      'RelayServerPort' { if ($null -ne $value) { $Later.Add("--relay-server-port=$value") } }
      'RelayServerStaticEndpoints' {
        if (-not (Test-Usual $value)) { Add-Value $Later '--relay-server-static-endpoints' (@($value) -join ',') }
      }
      'AllowSingleHosts' { if ($value -ne $true) { $Refused.Add("AllowSingleHosts is $value") } }
      'WantRunning' { if (-not $value) { $Refused.Add('this device is stopped (tailscale down); run tailscale up first') } }
      'LoggedOut' { if ($value) { $Refused.Add('this device is logged out') } }
      default { if (-not (Test-Usual $value)) { $Refused.Add("$($setting.Name) is $(ConvertTo-Json -InputObject $value -Compress)") } }
    }
  }
  $auto = Get-Member $Prefs 'AutoExitNode'
  $id = Get-Member $Prefs 'ExitNodeID'
  if ($auto -eq 'any') { $exitAddress = 'auto:any' }
  elseif ($auto) { $Refused.Add("AutoExitNode is $auto") }
  elseif ($id -and -not $exitAddress) {
    $node = Get-Member $Status 'ExitNodeStatus'
    if ((Get-Member $node 'ID') -eq $id) { $exitAddress = (@(Get-Member $node 'TailscaleIPs')[0] -split '/')[0] }
    if (-not $exitAddress) { $Refused.Add("ExitNodeID is $id, whose address is not known") }
  }
  if ($exitAddress) { Add-Value $Flags '--exit-node' $exitAddress }
  if ($lan -and $exitAddress) { $Flags.Add('--exit-node-allow-lan-access') }
  elseif ($lan) {
    $Flags.Add('--exit-node-allow-lan-access=false')
    $Later.Add('--exit-node-allow-lan-access=true')
  }
}

# Is it online, by its settings at this server and by its own word? Both: exit statuses and the state
# "Running" say nothing, for clients answer them from memory.
function Test-Proven([string]$Url) {
  try {
    if ((Get-Canonical (Get-Prefs).ControlURL) -ne (Get-Canonical $Url)) { return $false }
    return (Get-Member (Get-Member (Get-Status) 'Self') 'Online') -eq $true
  } catch { return $false }
}

function Wait-Proof([string]$Url) {
  $end = (Get-Date).AddSeconds($Wait)
  while ((Get-Date) -lt $end) {
    if (Test-Proven $Url) { return $true }
    Start-Sleep -Seconds 1
  }
  return $false
}

function Write-Log([string]$Text) { if ($Text) { Add-Content -LiteralPath $Log -Value $Text -Encoding UTF8 } }

function Invoke-Up([string]$Url, [string[]]$Lines, [string[]]$Sets, [string]$KeyFile) {
  $arguments = @('up', "--login-server=$Url", '--accept-risk=lose-ssh', "--timeout=${Wait}s")
  if ($KeyFile) { $arguments += "--auth-key=file:$KeyFile" }
  Write-Log (Invoke-Tailscale ($arguments + $Lines))
  if ($LASTEXITCODE -ne 0) { return $false }
  if (-not (Wait-Proof $Url)) { return $false }
  if ($Sets.Count -gt 0) {
    Write-Log (Invoke-Tailscale (@('set') + $Sets))
    if ($LASTEXITCODE -ne 0) { Write-Log "wayleave: settings could not be repeated: $Sets" }
  }
  return $true
}

function Start-PlainUp { Start-Process -FilePath $Tailscale -ArgumentList 'up' -WindowStyle Hidden }

function Set-ControlUrl([string]$Url) {
  # The body goes by the pipe, for quotes in arguments do not survive.
  $ErrorActionPreference = 'Continue'
  $body = ConvertTo-Json -InputObject @{ ControlURL = $Url; ControlURLSet = $true } -Compress
  Write-Log ((($body | & $Tailscale debug localapi PATCH prefs '-' 2>&1) | ForEach-Object { "$_" } |
        Where-Object { $_ -like '#*' }) -join "`n")
  if ($LASTEXITCODE -ne 0) { return $false }
  Restart-Service -Name Tailscale -Force
  return (Wait-Proof $Url)
}

function Complete-Run([int]$Status, [string]$Name, [string[]]$Details = @()) {
  $line = Get-ResultLine $Status $Name $Details
  $part = Join-Path $Worker 'result.part'
  [System.IO.File]::WriteAllText($part, $line)
  Remove-Item -LiteralPath (Join-Path $Worker 'auth-key') -ErrorAction SilentlyContinue
  Copy-Item -LiteralPath $part -Destination (Join-Path $State 'result') -Force
  Remove-Item -LiteralPath (Join-Path $State 'lock') -Force -ErrorAction SilentlyContinue
  Move-Item -LiteralPath $part -Destination (Join-Path $Worker 'result') -Force
  exit $Status
}

function Test-Back([string]$Old, $Run) {
  Write-Log "wayleave: going back to $Old"
  if ($Variant -eq 'prefs') { return (Set-ControlUrl $Old) }
  if ((Get-Canonical (Get-Prefs).ControlURL) -eq (Get-Canonical $Old)) {
    Start-PlainUp
    return (Wait-Proof $Old)
  }
  Write-Log (Invoke-Tailscale @('down', '--accept-risk=lose-ssh'))
  return (Invoke-Up $Old @($Run.flags) @($Run.later) '')
}

# The whole of it, in a process that no closed session ends.
function Invoke-Work {
  $run = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText((Join-Path $Worker 'run.json')))
  $old = $run.from
  # Whoever started this from afar is to hear that it was started, and the answer goes by the
  # connection that is about to end.
  if ($run.pause) { Start-Sleep -Seconds 4 }
  $moved = $false
  try {
    if ($Variant -eq 'prefs') {
      $moved = Set-ControlUrl $ToUrl
    } else {
      if ((Get-Status).BackendState -eq 'Running') {
        # While it runs, Tailscale refuses another server, but only after it has looked whether all
        # settings are repeated: a rehearsal.
        $said = Invoke-Tailscale (@('up', "--login-server=$ToUrl", '--timeout=5s') + @($run.flags))
        if ($said -notmatch "can't change --login-server" -and
          (Get-Canonical (Get-Prefs).ControlURL) -ne (Get-Canonical $ToUrl)) {
          Complete-Run 5 'refused-by-tailscale' @($said)
        }
      }
      Write-Log (Invoke-Tailscale @('down', '--accept-risk=lose-ssh'))
      if ($LASTEXITCODE -ne 0) {
        Start-PlainUp
        $null = Wait-Proof $old
        Complete-Run 5 'refused-by-tailscale' @('tailscale down failed')
      }
      $key = Join-Path $Worker 'auth-key'
      if (-not (Test-Path -LiteralPath $key)) { $key = '' }
      $moved = Invoke-Up $ToUrl @($run.flags) @($run.later) $key
    }
  } catch { Write-Log "wayleave: $_" }
  if ($moved) { Complete-Run 0 'moved' @($run.notes) }
  Write-Log "wayleave: $ToUrl was not reached in $Wait seconds"
  $back = $false
  try { $back = Test-Back $old $run } catch { Write-Log "wayleave: $_" }
  if ($back) { Complete-Run 3 'went-back' }
  Complete-Run 4 'stranded' @("neither $ToUrl nor $old was reached; the log says why")
}

if ($Worker) {
  $Log = Join-Path $Worker 'log'
  Invoke-Work
}

if ($Result) {
  $file = Join-Path $State 'result'
  if (-not (Test-Path -LiteralPath $file)) { Exit-With 6 'no-result' }
  $text = [System.IO.File]::ReadAllText($file)
  Write-Output $text
  exit (ConvertFrom-Json -InputObject $text).exit
}

try {
  $prefs = Get-Prefs
  $status = Get-Status
} catch { Exit-With 1 'no-answer' @("$_") }
$self = Get-Member (Get-Member $status 'Self') 'PublicKey'
if ($Devices.Count -gt 0 -and $Devices -notcontains $self -and -not $AnyDevice) {
  Exit-With 7 'other-device' @("this device has the key $self")
}
$current = Get-Canonical $prefs.ControlURL
if ($current -eq (Get-Canonical $ToUrl)) {
  if (Test-Proven $ToUrl) {
    Say "this device is at $ToUrl already"
    Exit-With 0 'already'
  }
  Exit-With 4 'not-online' @("this device is set to $ToUrl, but is not online there")
}
if ($current -ne (Get-Canonical $FromUrl)) {
  Exit-With 2 'refused' @("this device is at $current, not at $FromUrl")
}
Read-Settings $prefs $status
$barriers = @($Refused)
if ($Variant -eq 'prefs') {
  $Flags.Clear(); $Later.Clear(); $Notes.Clear()
  $barriers = @($Refused | Where-Object { $_ -like 'this device*' })
}
if ($barriers.Count -gt 0) {
  Say 'these settings cannot be repeated by "tailscale up"; nothing was changed:'
  foreach ($barrier in $barriers) { Say "  $barrier" }
  Exit-With 2 'refused' $barriers
}
if ($Variant -eq 'prefs' -and (Invoke-Tailscale @('debug', '--help')) -notmatch 'localapi ') {
  Exit-With 1 'no-localapi' @('this client has no "tailscale debug localapi"; use the variant flags')
}
if ($Check) { Exit-With 0 'can-move' (@($Flags) + @($Later) + @($Notes)) }

# Only administrators and the system, who run Tailscale, may write here: what is here is run.
$null = New-Item -ItemType Directory -Path $State -Force
$null = & icacls.exe $State /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F'
if ($LASTEXITCODE -ne 0) { Exit-With 1 'no-room' @("$State cannot be protected; run this as an administrator") }
$lock = Join-Path $State 'lock'
if (Test-Path -LiteralPath $lock) {
  $other = [System.IO.File]::ReadAllText($lock).Trim()
  if ($other -and (Get-Process -Id ([int]$other) -ErrorAction SilentlyContinue)) { Exit-With 6 'at-work' }
  Remove-Item -LiteralPath $lock -Force
}
$run = Join-Path $State ([DateTime]::UtcNow.ToString('yyyyMMddTHHmmssZ') + "-$PID")
$null = New-Item -ItemType Directory -Path $run
$Log = Join-Path $run 'log'
$null = New-Item -ItemType File -Path $Log
Remove-Item -LiteralPath (Join-Path $State 'result') -ErrorAction SilentlyContinue
$plan = @{ from = $current; pause = [bool]$Detach; flags = @($Flags); later = @($Later); notes = @($Notes) }
[System.IO.File]::WriteAllText((Join-Path $run 'run.json'), (ConvertTo-Json -InputObject $plan -Compress))
if ($env:WAYLEAVE_AUTH_KEY) { [System.IO.File]::WriteAllText((Join-Path $run 'auth-key'), $env:WAYLEAVE_AUTH_KEY) }
elseif ($AuthKeyFile) { Copy-Item -LiteralPath $AuthKeyFile -Destination (Join-Path $run 'auth-key') }
$script = Join-Path $run 'script.ps1'
Copy-Item -LiteralPath $PSCommandPath -Destination $script
# By the system's own hand, so that neither the end of this session nor of its job ends it.
$command = 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "{0}" -Worker "{1}" -State "{2}" -Variant {3} -Wait {4}' -f $script, $run, $State, $Variant, $Wait
$created = Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{ CommandLine = $command }
if ($created.ReturnValue -ne 0) { Exit-With 1 'not-started' @("Windows answered $($created.ReturnValue)") }
[System.IO.File]::WriteAllText($lock, "$($created.ProcessId)")
Say "started; the log is $Log"
if ($Detach) { Exit-With 0 'started' }
$done = Join-Path $run 'result'
while (-not (Test-Path -LiteralPath $done)) {
  if (-not (Get-Process -Id $created.ProcessId -ErrorAction SilentlyContinue) -and -not (Test-Path -LiteralPath $done)) {
    Exit-With 4 'stranded' @('the detached process ended without a result')
  }
  Start-Sleep -Seconds 1
}
Get-Content -LiteralPath $Log
$text = [System.IO.File]::ReadAllText($done)
Write-Output $text
exit (ConvertFrom-Json -InputObject $text).exit
