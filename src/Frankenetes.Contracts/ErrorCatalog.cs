using System.Reflection;
using static Frankenetes.Contracts.FrankenetesErrorKind;

namespace Frankenetes.Contracts;

/// <summary>Every failure that a user can meet. A failure's id is the name of its property.</summary>
public static class ErrorCatalog
{
    /// <summary>The cluster's name breaks the rules.</summary>
    public static ErrorDescription InvalidClusterName { get; } = new(nameof(InvalidClusterName), Invalid,
        "Choose 2 to 40 lower-case letters, digits and hyphens; begin with a letter, end with a letter or digit, no two hyphens in a row.");

    /// <summary>The node's name breaks the rules.</summary>
    public static ErrorDescription InvalidNodeName { get; } = new(nameof(InvalidNodeName), Invalid,
        "Choose 2 to 40 lower-case letters, digits and hyphens; begin with a letter, end with a letter or digit, no two hyphens in a row.");

    /// <summary>The Kubernetes version is malformed or too old.</summary>
    public static ErrorDescription InvalidKubernetesVersion { get; } = new(nameof(InvalidKubernetesVersion), Invalid,
        "Give a full version from v1.20.0 on, such as v1.20.2, or leave -KubernetesVersion out.");

    /// <summary>The location is not an Azure region's short name.</summary>
    public static ErrorDescription InvalidLocation { get; } = new(nameof(InvalidLocation), Invalid,
        "Give the region's short name, such as eastus or westeurope.");

    /// <summary>A path cannot be used for what was asked.</summary>
    public static ErrorDescription InvalidPath { get; } = new(nameof(InvalidPath), Invalid,
        "Give a path in the file system in a folder that you may write to.");

    /// <summary>A manifest is absent, unreadable, or holds no pod.</summary>
    public static ErrorDescription InvalidManifest { get; } = new(nameof(InvalidManifest), Invalid,
        "Give YAML or JSON as kubectl apply takes it, with a Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob in it.");

    /// <summary>Azure Container Instances cannot do what the pod wants.</summary>
    public static ErrorDescription PodRefused { get; } = new(nameof(PodRefused), Invalid,
        "Change the fields that the message names; Test-FrankenetesPod lists them one by one.");

    /// <summary>A parameter's value cannot be used.</summary>
    public static ErrorDescription InvalidValue { get; } = new(nameof(InvalidValue), Invalid,
        "Correct the value that the message names.");

    /// <summary>A cluster of that name exists.</summary>
    public static ErrorDescription ClusterExists { get; } = new(nameof(ClusterExists), Exists,
        "Choose another name, use Resume-FrankenetesCluster if it is suspended, or remove it first with Remove-FrankenetesCluster.");

    /// <summary>A resource group of that name exists and is not one of ours.</summary>
    public static ErrorDescription ResourceGroupNotOurs { get; } = new(nameof(ResourceGroupNotOurs), Exists,
        "Choose another cluster name. Frankenetes never touches a resource group that it did not make.");

    /// <summary>There is no cluster of that name.</summary>
    public static ErrorDescription ClusterNotFound { get; } = new(nameof(ClusterNotFound), NotFound,
        "See Get-FrankenetesCluster for the clusters of this subscription; Connect-Frankenetes chooses another one.");

    /// <summary>The operation needs a running cluster.</summary>
    public static ErrorDescription ClusterNotRunning { get; } = new(nameof(ClusterNotRunning), State,
        "Run Resume-FrankenetesCluster if it is suspended; run the operation that was broken off again if one was.");

    /// <summary>Resume needs a suspended cluster.</summary>
    public static ErrorDescription ClusterNotSuspended { get; } = new(nameof(ClusterNotSuspended), State,
        "Run the operation that was broken off again, or remove the cluster.");

    /// <summary>Another session is changing the cluster.</summary>
    public static ErrorDescription ClusterBusy { get; } = new(nameof(ClusterBusy), Busy,
        "Wait until the other session ends. The lock of a session that died runs out after 60 seconds.");

    /// <summary>Another session took the cluster over while this one worked.</summary>
    public static ErrorDescription ClusterLockLost { get; } = new(nameof(ClusterLockLost), Busy,
        "Look with Get-FrankenetesCluster what state the cluster is in, then run the command again if it is still needed.");

    /// <summary>The cluster's record or keys are missing or unreadable.</summary>
    public static ErrorDescription ClusterRecordDamaged { get; } = new(nameof(ClusterRecordDamaged), Integrity,
        "If the cluster was never completed, run Remove-FrankenetesCluster and create it anew; it works without the record.");

    /// <summary>The control plane's container group could not be started.</summary>
    public static ErrorDescription ControlPlaneFailed { get; } = new(nameof(ControlPlaneFailed), Failed,
        "The message quotes the container's last lines. Run the command again once the cause is gone, or Remove-FrankenetesCluster.");

    /// <summary>The API server did not become ready in time.</summary>
    public static ErrorDescription ControlPlaneTimeout { get; } = new(nameof(ControlPlaneTimeout), FrankenetesErrorKind.Timeout,
        "Run the command again: it goes on where it stopped. If it fails again, the message says which container to look at.");

    /// <summary>The node did not become Ready in time.</summary>
    public static ErrorDescription NodeNotReady { get; } = new(nameof(NodeNotReady), FrankenetesErrorKind.Timeout,
        "Run the command again: it goes on where it stopped. If it fails again, look at the virtual-kubelet container's log.");

    /// <summary>A further node's container group could not be started.</summary>
    public static ErrorDescription NodeFailed { get; } = new(nameof(NodeFailed), Failed,
        "The message quotes the container's last lines. Run the command again once the cause is gone, or Remove-FrankenetesNode.");

    /// <summary>There is no such node that could be removed or mended.</summary>
    public static ErrorDescription NodeNotFound { get; } = new(nameof(NodeNotFound), NotFound,
        "See Get-FrankenetesNode for the cluster's nodes.");

    /// <summary>A node of that name exists and is another one than was asked for.</summary>
    public static ErrorDescription NodeExists { get; } = new(nameof(NodeExists), Exists,
        "Choose another name, or remove the node first with Remove-FrankenetesNode.");

    /// <summary>The node is a part of the control plane.</summary>
    public static ErrorDescription NodeIsControlPlane { get; } = new(nameof(NodeIsControlPlane), State,
        "It goes with the cluster. To keep pods away from it, taint or cordon it with kubectl.");

    /// <summary>Pods of a node that is to be removed did not end.</summary>
    public static ErrorDescription NodeNotDrained { get; } = new(nameof(NodeNotDrained), FrankenetesErrorKind.Timeout,
        "Find out what holds the pods (finalizers, for one) or remove them with Remove-FrankenetesPod -Force, then run Remove-FrankenetesNode again: it goes on where it stopped.");

    /// <summary>The control plane's image could not be had.</summary>
    public static ErrorDescription ImageNotAvailable { get; } = new(nameof(ImageNotAvailable), NotFound,
        "Check the Kubernetes version and that the registry can be reached; without one, ./build.sh Images builds the images.");

    /// <summary>The DNS name of the cluster belongs to someone else.</summary>
    public static ErrorDescription DnsNameTaken { get; } = new(nameof(DnsNameTaken), Exists,
        "Choose another cluster name or another region.");

    /// <summary>etcd's keeper did not answer the suspend request.</summary>
    public static ErrorDescription KeeperSilent { get; } = new(nameof(KeeperSilent), FrankenetesErrorKind.Timeout,
        "Nothing was stopped. Run Suspend-FrankenetesCluster again.");

    /// <summary>There is no keeper any more that could make a final snapshot.</summary>
    public static ErrorDescription KeeperGone { get; } = new(nameof(KeeperGone), State,
        "Nothing was stopped.");

    /// <summary>etcd's keeper could not make the final snapshot.</summary>
    public static ErrorDescription SuspendFailed { get; } = new(nameof(SuspendFailed), Failed,
        "Nothing was stopped and the cluster serves again. The message has the keeper's reason; run the command again once it is gone.");

    /// <summary>The final snapshot is not what its manifest says.</summary>
    public static ErrorDescription SnapshotUnverified { get; } = new(nameof(SnapshotUnverified), Integrity,
        "Nothing was stopped and the cluster serves again. Run Suspend-FrankenetesCluster again.");

    /// <summary>The keeper took the final manifest back before it was claimed.</summary>
    public static ErrorDescription ManifestVoided { get; } = new(nameof(ManifestVoided), State,
        "Nothing was stopped and the cluster serves again. Run Suspend-FrankenetesCluster again.");

    /// <summary>Nobody can say whether the cluster is used.</summary>
    public static ErrorDescription IdleUnknown { get; } = new(nameof(IdleUnknown), State,
        "Nothing was changed. A cluster that an older version started tells it after its next resume; Suspend-FrankenetesCluster without -IfIdle does not ask.");

    /// <summary>The cluster's record does not give the very cluster that was suspended.</summary>
    public static ErrorDescription ResumeRefused { get; } = new(nameof(ResumeRefused), Integrity,
        "Nothing in storage was changed. Mend what the message names and run Resume-FrankenetesCluster again; where it speaks of loss, -Force accepts that.");

    /// <summary>The checkpoint's name breaks the rules.</summary>
    public static ErrorDescription InvalidCheckpointName { get; } = new(nameof(InvalidCheckpointName), Invalid,
        "Choose 1 to 63 lower-case letters, digits, hyphens and dots; begin and end with a letter or digit. Without a name it is called by the time.");

    /// <summary>A checkpoint of that name exists.</summary>
    public static ErrorDescription CheckpointExists { get; } = new(nameof(CheckpointExists), Exists,
        "Choose another name, or remove that one first with Remove-FrankenetesCheckpoint.");

    /// <summary>There is no checkpoint of that name.</summary>
    public static ErrorDescription CheckpointNotFound { get; } = new(nameof(CheckpointNotFound), NotFound,
        "See Get-FrankenetesCheckpoint for those there are.");

    /// <summary>etcd's keeper could not make the checkpoint.</summary>
    public static ErrorDescription CheckpointFailed { get; } = new(nameof(CheckpointFailed), Failed,
        "The cluster is none the worse. The message has the keeper's reason; run Checkpoint-FrankenetesCluster again once it is gone.");

    /// <summary>The checkpoint is not what its manifest says.</summary>
    public static ErrorDescription CheckpointDamaged { get; } = new(nameof(CheckpointDamaged), Integrity,
        "Nothing was stopped. Take another checkpoint (Get-FrankenetesCheckpoint) and remove this one.");

    /// <summary>etcd's keeper did not start from the checkpoint.</summary>
    public static ErrorDescription CheckpointRefused { get; } = new(nameof(CheckpointRefused), Integrity,
        "Take another checkpoint (Get-FrankenetesCheckpoint); where the message speaks of this one's content, remove it.");

    /// <summary>A restore that was broken off needs the checkpoint.</summary>
    public static ErrorDescription CheckpointInUse { get; } = new(nameof(CheckpointInUse), State,
        "Bring the restore to its end first, with Restore-FrankenetesCluster or Resume-FrankenetesCluster.");

    /// <summary>There is no state that could be cloned or kept.</summary>
    public static ErrorDescription NoFinalSnapshot { get; } = new(nameof(NoFinalSnapshot), State,
        "Name a checkpoint with -Checkpoint, or make one first with Checkpoint-FrankenetesCluster.");

    /// <summary>The cluster did not come to what was waited for in time.</summary>
    public static ErrorDescription ClusterWaitTimeout { get; } = new(nameof(ClusterWaitTimeout), FrankenetesErrorKind.Timeout,
        "The message says how the cluster is. Wait longer with -Timeout; where nobody brings it there any more, run the cmdlet that does.");

    /// <summary>The file exists and was not to be overwritten.</summary>
    public static ErrorDescription FileExists { get; } = new(nameof(FileExists), Exists,
        "Give another -Path, or -Force to overwrite the file.");

    /// <summary>The file that a kubeconfig was to be added to is none.</summary>
    public static ErrorDescription KubeconfigUnreadable { get; } = new(nameof(KubeconfigUnreadable), Invalid,
        "It was left as it is. Mend it, or give another -Path.");

    /// <summary>Another program changes the kubeconfig.</summary>
    public static ErrorDescription KubeconfigLocked { get; } = new(nameof(KubeconfigLocked), FrankenetesErrorKind.Busy,
        "Run it again. A lock that stays was left behind by a program that was killed: delete it.");

    /// <summary>The cluster's API server did not answer.</summary>
    public static ErrorDescription ApiServerUnreachable { get; } = new(nameof(ApiServerUnreachable), Unreachable,
        "Check with Get-FrankenetesCluster that the cluster runs; a cluster that is still starting answers after some seconds.");

    /// <summary>The API server refused a request.</summary>
    public static ErrorDescription ApiServerRefused { get; } = new(nameof(ApiServerRefused), Failed,
        "The message quotes the API server's reason.");

    /// <summary>No cluster was named and there is not exactly one.</summary>
    public static ErrorDescription ClusterNotNamed { get; } = new(nameof(ClusterNotNamed), Invalid,
        "Name the cluster with -ClusterName; Get-FrankenetesCluster shows those there are.");

    /// <summary>There is no pod of that name.</summary>
    public static ErrorDescription PodNotFound { get; } = new(nameof(PodNotFound), NotFound,
        "Look with Get-FrankenetesPod -AllNamespaces; -Namespace says where to look when it is not the namespace default.");

    /// <summary>The namespace does not exist.</summary>
    public static ErrorDescription NamespaceNotFound { get; } = new(nameof(NamespaceNotFound), NotFound,
        "Make it first (kubectl create namespace), or name another one with -Namespace.");

    /// <summary>The pod has no container of that name.</summary>
    public static ErrorDescription ContainerNotFound { get; } = new(nameof(ContainerNotFound), NotFound,
        "Name one of the containers that the message lists with -Container.");

    /// <summary>A pod of that name exists.</summary>
    public static ErrorDescription PodExists { get; } = new(nameof(PodExists), Exists,
        "Choose another name, or remove the pod first with Remove-FrankenetesPod.");

    /// <summary>The API server found the pod's specification wrong.</summary>
    public static ErrorDescription PodInvalid { get; } = new(nameof(PodInvalid), Invalid,
        "Correct the field that the message names.");

    /// <summary>What came through the pipeline names no pod.</summary>
    public static ErrorDescription NotAPod { get; } = new(nameof(NotAPod), Invalid,
        "Give pods of Get-FrankenetesPod, pods of kubectl's JSON (ConvertFrom-Json), names, or objects with the properties Name, Namespace and ClusterName.");

    /// <summary>The pod will not come to what was waited for.</summary>
    public static ErrorDescription PodEnded { get; } = new(nameof(PodEnded), Failed,
        "See why with Get-FrankenetesPodLog and Get-FrankenetesPod | Format-List.");

    /// <summary>The pod did not come to what was waited for in time.</summary>
    public static ErrorDescription PodWaitTimeout { get; } = new(nameof(PodWaitTimeout), FrankenetesErrorKind.Timeout,
        "The message says how the pod is. Wait longer with -Timeout, or look at its log and events.");

    /// <summary>The pod's log cannot be had.</summary>
    public static ErrorDescription PodLogUnavailable { get; } = new(nameof(PodLogUnavailable), Failed,
        "The message quotes the node's reason. A container that has not started has no log yet; -Previous needs one that was restarted.");

    /// <summary>A command could not be run in a container, or its end is not known.</summary>
    public static ErrorDescription PodCommandFailed { get; } = new(nameof(PodCommandFailed), Failed,
        "The message quotes the node's reason. The pod must be running, and the image must hold the program.");

    /// <summary>Azure could not be reached.</summary>
    public static ErrorDescription AzureUnreachable { get; } = new(nameof(AzureUnreachable), Unreachable,
        "Check the network, and this machine's clock where a certificate is said not to be valid. For the local Azure, see Get-FrankenetesLocalAzure and its log.");

    /// <summary>Azure refuses what a machine signs whose clock is wrong.</summary>
    public static ErrorDescription ClockWrong { get; } = new(nameof(ClockWrong), SignIn,
        "Set the clock (timedatectl set-ntp true, or w32tm /resync) and run it again: it goes on from what is there.");

    /// <summary>Signing in to Azure failed.</summary>
    public static ErrorDescription SignInFailed { get; } = new(nameof(SignInFailed), SignIn,
        "Sign in again (az login), or check tenant, client id and secret, then run Connect-Frankenetes.");

    /// <summary>There is no managed identity, or it is not the one that was asked for.</summary>
    public static ErrorDescription IdentityUnavailable { get; } = new(nameof(IdentityUnavailable), SignIn,
        "Run it where Azure gives programs an identity (Automation, a container group), or on the local Azure with the variables that New-FrankenetesIdentity writes. -AccountId is the client id of a user-assigned one.");

    /// <summary>Azure refused the request for want of permission.</summary>
    public static ErrorDescription AccessDenied { get; } = new(nameof(AccessDenied), Denied,
        "The account needs the Contributor role on the subscription or resource group.");

    /// <summary>The subscription does not exist or cannot be seen.</summary>
    public static ErrorDescription SubscriptionNotFound { get; } = new(nameof(SubscriptionNotFound), NotFound,
        "Check -Subscription and -Tenant of Connect-Frankenetes.");

    /// <summary>No subscription was named and there is not exactly one.</summary>
    public static ErrorDescription SubscriptionAmbiguous { get; } = new(nameof(SubscriptionAmbiguous), Invalid,
        "Name one with Connect-Frankenetes -Subscription.");

    /// <summary>A quota or rate of Azure, or a disk, is used up.</summary>
    public static ErrorDescription QuotaExceeded { get; } = new(nameof(QuotaExceeded), Quota,
        "Wait, free what is no longer needed, or have the quota raised; then run the command again.");

    /// <summary>Azure answered a request with a failure that has no id of its own.</summary>
    public static ErrorDescription AzureRequestFailed { get; } = new(nameof(AzureRequestFailed), Failed,
        "The message quotes Azure's code and reason. Run the command again once the cause is gone: it goes on where it stopped.");

    /// <summary>Something did not happen within its time.</summary>
    public static ErrorDescription OperationTimedOut { get; } = new(nameof(OperationTimedOut), FrankenetesErrorKind.Timeout,
        "Run the command again: it goes on where it stopped.");

    /// <summary>The agent's executable is not in the module's folder.</summary>
    public static ErrorDescription AgentMissing { get; } = new(nameof(AgentMissing), FrankenetesErrorKind.Missing,
        "Run ./build.sh Build in the repository, or reinstall the module.");

    /// <summary>The local Azure's program is not in the module's folder.</summary>
    public static ErrorDescription LocalAzureMissing { get; } = new(nameof(LocalAzureMissing), FrankenetesErrorKind.Missing,
        "Run ./build.sh Build in the repository, or reinstall the module.");

    /// <summary>The dotnet host that runs the local Azure was not found.</summary>
    public static ErrorDescription DotNetMissing { get; } = new(nameof(DotNetMissing), FrankenetesErrorKind.Missing,
        "Install the .NET 10 runtime with ASP.NET Core, or set DOTNET_ROOT to where it is.");

    /// <summary>The local Azure does not run on this operating system.</summary>
    public static ErrorDescription LocalAzureUnsupported { get; } = new(nameof(LocalAzureUnsupported), State,
        "Use Linux (WSL 2 on Windows), or connect to Azure: Connect-Frankenetes -Subscription <id>.");

    /// <summary>The local Azure found no container engine.</summary>
    public static ErrorDescription ContainerEngineMissing { get; } = new(nameof(ContainerEngineMissing), FrankenetesErrorKind.Missing,
        "Install Podman 4 or newer (apt-get install podman) or Docker, or set FRANKENETES_ENGINE to its socket.");

    /// <summary>A port that the local Azure needs is taken.</summary>
    public static ErrorDescription PortInUse { get; } = new(nameof(PortInUse), Busy,
        "End what holds the port, or choose others: Start-FrankenetesLocalAzure -Port <number>.");

    /// <summary>Another local Azure holds the state folder.</summary>
    public static ErrorDescription StateFolderLocked { get; } = new(nameof(StateFolderLocked), Busy,
        "Use the one that runs (Get-FrankenetesLocalAzure), end it, or give another state folder.");

    /// <summary>The local Azure cannot use its state folder.</summary>
    public static ErrorDescription StateFolderUnusable { get; } = new(nameof(StateFolderUnusable), Denied,
        "Make the folder yours (mode 0700) with space left on its disk, or give another one with -StatePath.");

    /// <summary>The local Azure ended or did not become ready.</summary>
    public static ErrorDescription LocalAzureFailed { get; } = new(nameof(LocalAzureFailed), Failed,
        "The message quotes the end of its log; the whole log is in the file that Get-FrankenetesLocalAzure names.");

    /// <summary>The disk is full.</summary>
    public static ErrorDescription DiskFull { get; } = new(nameof(DiskFull), Quota,
        "Free some space, then run the command again: it goes on where it stopped.");

    /// <summary>A defect of Frankenetes.</summary>
    public static ErrorDescription UnexpectedFailure { get; } = new(nameof(UnexpectedFailure), Bug,
        "Run the command again. If it fails again, please report it with the text of $Error[0] | Format-List -Force.");

    /// <summary>All descriptions by id.</summary>
    public static IReadOnlyDictionary<string, ErrorDescription> All { get; } = typeof(ErrorCatalog)
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(ErrorDescription))
        .Select(property => (ErrorDescription)property.GetValue(null)!)
        .ToDictionary(description => description.Id, StringComparer.Ordinal);
}
