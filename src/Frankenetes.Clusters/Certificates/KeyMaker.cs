using System.Security.Cryptography;

namespace Frankenetes.Clusters.Certificates;

/// <summary>Makes the keys of a new cluster.</summary>
internal static class KeyMaker
{
    public static ClusterKeys Create(TimeProvider time)
    {
        using var serviceAccount = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new ClusterKeys
        {
            Cluster = CertificateAuthority.Create("kubernetes", time).Pair,
            Etcd = CertificateAuthority.Create("etcd-ca", time).Pair,
            FrontProxy = CertificateAuthority.Create("front-proxy-ca", time).Pair,
            KubeletServing = CertificateAuthority.Create("kubelet-serving-ca", time).Pair,
            RequestSigning = CertificateAuthority.Create("request-signing-ca", time).Pair,
            ServiceAccountKey = serviceAccount.ExportECPrivateKeyPem() + "\n",
            ServiceAccountPublicKey = serviceAccount.ExportSubjectPublicKeyInfoPem() + "\n",
            EncryptionKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
    }
}
