namespace Frankenetes.LocalAzure.Tests;

[CollectionDefinition(Name)]
public sealed class LocalAzureCollection : ICollectionFixture<LocalAzureFixture>
{
    public const string Name = "LocalAzure";
}
