<#
    The limit: the same four binaries with the same flags and ready-made certificates as plain processes, started by hand. Flags and secret files are taken from a running cluster's containers; only paths differ.
#>
$ErrorActionPreference = 'Stop'

function Invoke-Engine {
    $output = & $script:client $script:flag $script:engine @args
    if ($LASTEXITCODE -ne 0) { throw "$script:client $args failed: $output" }
    $output
}

# Copies binaries, secret folders and commands of the running control plane to a folder.
function Copy-ControlPlane($azure, [string] $folder) {
    $script:engine = $azure.Engine
    $script:client, $script:flag = if (Get-Command podman -CommandType Application -ErrorAction Ignore) { 'podman', '--url' } else { 'docker', '--host' }
    $null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'bin'))
    [IO.File]::SetUnixFileMode($folder, [IO.UnixFileMode]'UserRead, UserWrite, UserExecute')
    $plane = @{ Folder = $folder; Commands = @{} }
    foreach ($container in 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler') {
        $id = Invoke-Engine ps --all --quiet --filter "label=frankenetes=$($azure.InstanceId)" --filter "name=control-plane\.$container`$"
        $command = @(Get-RunningCommand $container (Get-ProcessId $id))
        $to = [IO.Path]::Combine($folder, $container)
        foreach ($mount in Invoke-Engine inspect --format '{{range .Mounts}}{{.Source}}={{.Destination}}{{println}}{{end}}' $id | Where-Object { $_ }) {
            $source, $destination = $mount.Split('=', 2)
            if ($destination -eq '/frankenetes/bin' -or $destination -like '/var/lib/*') { continue }
            $target = $to + $destination
            $null = [IO.Directory]::CreateDirectory($target)
            $null = & cp -rL "$source/." $target
            $command = $command | ForEach-Object { $_.Replace($destination, $target) }
            foreach ($file in [IO.Directory]::GetFiles($target)) {
                $text = [IO.File]::ReadAllText($file)
                if ($text.Contains($destination)) { [IO.File]::WriteAllText($file, $text.Replace($destination, $target)) }
            }
        }
        $names = if ($container -eq 'etcd') { 'etcd', 'etcdutl', 'etcdctl' } else { , $container }
        foreach ($name in $names) { $null = Invoke-Engine cp "${id}:/usr/local/bin/$name" "$folder/bin/$name" }
        $plane.Commands[$container] = @($command)
    }
    $plane
}

# One that failed before the API server was there is started again after a while.
function Get-ProcessId([string] $id, [int] $seconds = 120) {
    $until = [DateTime]::UtcNow.AddSeconds($seconds)
    while (($process = [int] (Invoke-Engine inspect --format '{{.State.Pid}}' $id)) -eq 0) { Wait-Moment $until }
    $process
}

# Command lines are read from the processes themselves: etcd is the keeper's child, and the agent became what it was told to wait with.
function Get-RunningCommand([string] $container, [int] $process) {
    if ($container -eq 'etcd') {
        # Whichever thread started it.
        $children = foreach ($thread in [IO.Directory]::GetDirectories("/proc/$process/task")) { [IO.File]::ReadAllText("$thread/children").Split(' ', [StringSplitOptions]::RemoveEmptyEntries) }
        $process = @($children)[0]
    }
    [IO.File]::ReadAllText("/proc/$process/cmdline").TrimEnd([char]0).Split([char]0)
}

# The words by which etcdctl reaches the etcd of that command line.
function Get-EtcdAccess([string[]] $command) {
    $flags = Get-Flag $command
    "--endpoints=$($flags['--listen-client-urls'])", "--cacert=$($flags['--trusted-ca-file'])", "--cert=$($flags['--cert-file'])", "--key=$($flags['--key-file'])"
}

function Get-Flag([string[]] $command) {
    $flags = @{}
    foreach ($flag in $command | Where-Object { $_ -like '--*=*' }) { $name, $value = $flag.Split('=', 2); $flags[$name] = $value }
    $flags
}

# Starts the four processes, all at once as a container group does, with etcd on an empty or a restored folder.
function Start-Plain($plane, [string] $snapshot) {
    $data = [IO.Path]::Combine($plane.Folder, 'data')
    if ([IO.Directory]::Exists($data)) { [IO.Directory]::Delete($data, $true) }
    $etcd = @($plane.Commands['etcd'] | ForEach-Object { if ($_ -like '--data-dir=*') { "--data-dir=$data" } else { $_ } })
    $port = ($etcd | Where-Object { $_ -like '--listen-client-urls=*' }).Split(':')[-1]
    if ($snapshot) {
        $peer = ($etcd | Where-Object { $_ -like '--initial-*' -or $_ -like '--name=*' })
        $output = & "$($plane.Folder)/bin/etcdutl" snapshot restore $snapshot "--data-dir=$data" @peer 2>&1
        if ($LASTEXITCODE -ne 0) { throw "etcdutl: $output" }
    }
    $processes = [Collections.Generic.List[Diagnostics.Process]]::new()
    foreach ($name in 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler') {
        $command = if ($name -eq 'etcd') { $etcd } else { @($plane.Commands[$name] | ForEach-Object { $_ -replace '^--etcd-servers=.*', "--etcd-servers=https://127.0.0.1:$port" }) }
        $start = [Diagnostics.ProcessStartInfo]::new([IO.Path]::Combine($plane.Folder, 'bin', $name))
        for ($i = 1; $i -lt $command.Count; $i++) { $start.ArgumentList.Add($command[$i]) }
        $start.RedirectStandardError = $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        $process.BeginErrorReadLine(); $process.BeginOutputReadLine()
        $processes.Add($process)
    }
    $processes
}

function Stop-Plain($processes) {
    foreach ($process in $processes) { $process.Kill() }
    foreach ($process in $processes) { $process.WaitForExit(); $process.Dispose() }
}

# An HTTPS client with the kubeconfig's certificate; the name is checked elsewhere, here is time measured.
function New-ApiClient([string] $kubeconfig) {
    $text = [IO.File]::ReadAllText($kubeconfig)
    $pem = foreach ($member in 'client-certificate-data', 'client-key-data') {
        [Text.Encoding]::ASCII.GetString([Convert]::FromBase64String([regex]::Match($text, "$member`: *`"?([A-Za-z0-9+/=]+)").Groups[1].Value))
    }
    $handler = [Net.Http.HttpClientHandler]::new()
    $handler.ServerCertificateCustomValidationCallback = [Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
    $null = $handler.ClientCertificates.Add([Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($pem[0], $pem[1]))
    $client = [Net.Http.HttpClient]::new($handler)
    $client.Timeout = [TimeSpan]::FromSeconds(2)
    $client
}

function Test-Answer($client, [string] $url, [string] $pattern) {
    try {
        $answer = $client.GetAsync($url).GetAwaiter().GetResult()
        $answer.IsSuccessStatusCode -and $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult() -match $pattern
    }
    catch { $false }
}

# Returns once the API server is ready and the controller-manager holds its lease (renewed after $since).
function Wait-ControlPlane($client, [string] $server, [DateTime] $since, [int] $seconds = 120) {
    $until = [DateTime]::UtcNow.AddSeconds($seconds)
    $lease = "$server/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager"
    while (-not (Test-Answer $client "$server/readyz" '^ok')) { Wait-Moment $until }
    while ($true) {
        if (Test-Answer $client $lease 'renewTime') {
            $text = $client.GetStringAsync($lease).GetAwaiter().GetResult()
            $renewed = [DateTime]::Parse([regex]::Match($text, '"renewTime": *"([^"]+)"').Groups[1].Value, [cultureinfo]::InvariantCulture, 'AdjustToUniversal')
            if ($renewed -ge $since) { return }
        }
        Wait-Moment $until
    }
}

function Wait-Moment([DateTime] $until) {
    if ([DateTime]::UtcNow -gt $until) { throw 'The control plane did not come up in time.' }
    [Threading.Thread]::Sleep(10)
}

Export-ModuleMember -Function Copy-ControlPlane, Get-ProcessId, Get-RunningCommand, Get-EtcdAccess, Get-Flag, Start-Plain, Stop-Plain, New-ApiClient, Wait-ControlPlane, Invoke-Engine
