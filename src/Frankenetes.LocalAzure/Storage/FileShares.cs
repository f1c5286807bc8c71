using System.Security.Cryptography;
using System.Text;

namespace Frankenetes.LocalAzure.Storage;

/// <summary>Where a share's files lie on this machine, for the <c>azureFile</c> volumes of container groups.</summary>
public sealed class FileShares(StorageAccounts accounts)
{
    /// <summary>Finds the folder to mount for a share.</summary>
    /// <param name="account">The storage account's name.</param>
    /// <param name="key">One of its keys, base64.</param>
    /// <param name="share">The share's name.</param>
    /// <param name="directory">The folder that is the share (mode 0777, below folders of mode 0700); empty when the answer is false.</param>
    /// <returns>False when the account or the share does not exist or the key is not one of the account's.</returns>
    public bool TryResolve(string account, string key, string share, out string directory)
    {
        directory = string.Empty;
        if (!accounts.TryGet(account, out var found) || !found.Keys.Any(own => Same(own, key))) return false;
        if (!found.Shares.TryGet(share, out var resolved)) return false;
        directory = resolved.ContentDirectory;
        return true;
    }

    private static bool Same(string own, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(given));
}
