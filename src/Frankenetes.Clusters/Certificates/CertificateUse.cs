namespace Frankenetes.Clusters.Certificates;

/// <summary>What a leaf certificate may prove (extended key usage).</summary>
[Flags]
internal enum CertificateUse
{
    Server = 1,
    Client = 2,
}
