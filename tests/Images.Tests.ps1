#requires -Version 7.4
<# The component images that images/make.sh left in Podman's store: each one is run once, with the engine configuration that it wrote. #>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $script:make = [IO.Path]::Combine($PSScriptRoot, '..', 'images', 'make.sh')
    $base = if ($env:XDG_CACHE_HOME) { $env:XDG_CACHE_HOME } else { [IO.Path]::Combine($env:HOME, '.cache') }
    $script:cache = [IO.Path]::Combine($base, 'frankenetes')
    $script:configurationBefore = $env:CONTAINERS_CONF
    $env:CONTAINERS_CONF = [IO.Path]::Combine($cache, 'containers.conf')
    $script:summary = [Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText([IO.Path]::Combine($cache, 'images.json'))).RootElement
    $script:started = [Collections.Generic.List[string]]::new()

    function Get-Reference([string] $image) { $summary.GetProperty('images').GetProperty($image).GetString() }

    function Invoke-Podman {
        $output = & podman @args 2>&1
        if ($LASTEXITCODE -ne 0) { throw "podman $args ended with ${LASTEXITCODE}: $output" }
        $output -join "`n"
    }

    function Start-Image([string] $image, [string[]] $options) {
        $name = "images-$image-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        $started.Add($name)
        $null = Invoke-Podman run --detach --name $name @options (Get-Reference $image)
        $name
    }

    # What a command inside says as soon as it succeeds; a server needs a moment until it listens.
    function Wait-Output([string] $container, [string[]] $command) {
        $until = [DateTime]::UtcNow.AddSeconds(90)
        while ($true) {
            try { return Invoke-Podman exec $container @command } catch { if ([DateTime]::UtcNow -gt $until) { throw } }
        }
    }
}

AfterAll {
    foreach ($name in $started) { $null = & podman rm --force --time 0 $name 2>&1 }
    $env:CONTAINERS_CONF = $configurationBefore
}

Describe 'Component images' {
    It 'are all there, so that make.sh has nothing to say' {
        (& bash $make 2>&1) -join "`n" | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'refuses a name that is none of theirs' {
        (& bash $make postgres 2>&1) -join "`n" | Should -Match 'There is no image postgres'
        $LASTEXITCODE | Should -Be 1
    }

    It 'hold <program> in the etcd image' -ForEach @(@{ program = 'etcd'; flag = '--version' }, @{ program = 'etcdctl'; flag = 'version' }, @{ program = 'etcdutl'; flag = 'version' }) {
        Invoke-Podman run --rm (Get-Reference 'etcd') "/usr/local/bin/$program" $flag | Should -Match '(?i)version: 3\.5\.'
    }

    It 'hold a <component> of the version that images.json names' -ForEach @(@{ component = 'kube-apiserver' }, @{ component = 'kube-controller-manager' }, @{ component = 'kube-scheduler' }) {
        Invoke-Podman run --rm (Get-Reference $component) "/usr/local/bin/$component" --version | Should -Be "Kubernetes $($summary.GetProperty('kubernetesVersion').GetString())"
    }

    It 'ends pause at SIGTERM, with no need to kill it' {
        $pause = Start-Image 'pause'
        # One that has only just been started may not listen yet.
        $clock = [Diagnostics.Stopwatch]::StartNew()
        do { $null = & podman kill --signal TERM $pause 2>&1 } while ((Invoke-Podman inspect --format '{{.State.Status}}' $pause) -eq 'running' -and $clock.Elapsed.TotalSeconds -lt 90)
        $null = Invoke-Podman stop --time 0 $pause
        Invoke-Podman inspect --format '{{.State.ExitCode}}' $pause | Should -Not -Be '137'
    }

    It 'serves the welcome page from nginx and logs the request to the container''s stream' {
        $nginx = Start-Image 'nginx' @('--publish', '127.0.0.1::80')
        $address = Invoke-Podman port $nginx 80/tcp
        Wait-Output $nginx @('cat', '/run/nginx.pid') | Should -Match '^\d+$'
        (& curl --silent --show-error "http://$address/") -join "`n" | Should -Match 'Welcome to nginx!'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        do { $log = Invoke-Podman logs $nginx } while ($log -notmatch '"GET / HTTP/1.1" 200' -and $clock.Elapsed.TotalSeconds -lt 90)
        $log | Should -Match '"GET / HTTP/1.1" 200'
    }

    It 'has <applet> in busybox' -ForEach @(@{ applet = 'sh' }, @{ applet = 'wget' }, @{ applet = 'nc' }, @{ applet = 'sleep' }, @{ applet = 'httpd' }) {
        Invoke-Podman run --rm (Get-Reference 'busybox') which $applet | Should -Match "/$applet$"
    }
}
