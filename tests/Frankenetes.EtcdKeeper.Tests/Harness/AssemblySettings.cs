// Each test runs an etcd or two; more of them at once only slow each other down.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
