using System.Security.Cryptography;
using System.Text;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>HMAC-SHA256 with an account's keys.</summary>
internal static class Hmac
{
    /// <summary>True when one of the account's two keys made this base64 signature.</summary>
    public static bool Verify(StorageAccount account, string stringToSign, string signature)
    {
        var given = new byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signature, given, out var written) || written != given.Length) return false;
        var text = Encoding.UTF8.GetBytes(stringToSign);
        return account.Keys.Any(key => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Convert.FromBase64String(key), text), given));
    }
}
