namespace Frankenetes.ContainerInstances.Serialization;

/// <summary>A string value of the service that may gain members without notice, as Azure's "extensible enums" do.</summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface IExtensibleEnum<TSelf>
    where TSelf : struct, IExtensibleEnum<TSelf>
{
    /// <summary>Wraps the service's own spelling.</summary>
    /// <param name="value">As read from the wire; never null.</param>
    static abstract TSelf From(string value);

    /// <summary>The service's own spelling.</summary>
    string ToString();
}
