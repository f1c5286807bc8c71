using System.Text;

namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>User and password for a registry. Never written anywhere.</summary>
internal sealed record RegistryLogin(string User, string Password)
{
    /// <summary>As HTTP's Basic scheme has it.</summary>
    public string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    public override string ToString() => nameof(RegistryLogin);
}
