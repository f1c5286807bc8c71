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
    $null = [IO.Directory]::CreateDirectory($folder)
    [IO.File]::SetUnixFileMode($folder, [IO.UnixFileMode]'UserRead, UserWrite, UserExecute')
    $plane = @{ Folder = $folder; Commands = @{} }
    foreach ($container in 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler') {
        $id = Invoke-Engine ps --quiet --filter "label=frankenetes=$($azure.InstanceId)" --filter "name=-control-plane-$container`$"
        $command = @(Invoke-Engine inspect --format '{{range .Config.Entrypoint}}{{println .}}{{end}}{{range .Config.Cmd}}{{println .}}{{end}}' $id | Where-Object { $_ })
        $to = [IO.Path]::Combine($folder, $container)
        foreach ($mount in Invoke-Engine inspect --format '{{range .Mounts}}{{.Source}}={{.Destination}}{{println}}{{end}}' $id | Where-Object { $_ }) {
            $source, $destination = $mount.Split('=', 2)
            if ($destination -notlike '*pki*' -and $destination -notlike '*config*') { continue }
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
        foreach ($name in $names) { $null = Invoke-Engine cp "${id}:/usr/local/bin/$name" "$folder/$name" }
        $plane.Commands[$container] = @($command)
    }
    $plane
}
