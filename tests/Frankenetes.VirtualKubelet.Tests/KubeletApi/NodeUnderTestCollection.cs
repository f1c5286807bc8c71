namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>One API server and node for all classes that need them.</summary>
[CollectionDefinition(nameof(NodeUnderTest))]
public class NodeUnderTestCollection : ICollectionFixture<NodeUnderTest>;
