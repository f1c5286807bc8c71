
namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>Every error of the storage services: status, code and message as Azure has them
/// (learn.microsoft.com/rest/api/storageservices: "Common REST API error codes", "Blob Storage error codes", "Azure Files error codes").</summary>
internal static class StorageErrors
{
    public static StorageException AuthenticationFailed(string detail) =>
        new(403, "AuthenticationFailed", "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.")
        {
            Details = new Dictionary<string, string> { ["AuthenticationErrorDetail"] = detail },
        };

    public static StorageException NoAuthenticationInformation() =>
        new(401, "NoAuthenticationInformation", "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.")
        {
            Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = "SharedKey" },
        };

    public static StorageException InvalidAuthenticationInfo(string message) => new(400, "InvalidAuthenticationInfo", message);

    public static StorageException PermissionMismatch() =>
        new(403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.");

    public static StorageException AuthorizationFailure() => new(403, "AuthorizationFailure", "This request is not authorized to perform this operation.");

    public static StorageException ProtocolMismatch() =>
        new(403, "AuthorizationProtocolMismatch", "This request is not authorized to perform this operation using this protocol.");

    public static StorageException ServiceMismatch() =>
        new(403, "AuthorizationServiceMismatch", "This request is not authorized to perform this operation using this service.");

    public static StorageException ResourceTypeMismatch() =>
        new(403, "AuthorizationResourceTypeMismatch", "This request is not authorized to perform this operation using this resource type.");

    public static StorageException PublicAccessNotPermitted() => new(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account.");

    public static StorageException AccountNotFound() => new(404, "ResourceNotFound", "The specified storage account does not exist.");

    public static StorageException ContainerNotFound() => new(404, "ContainerNotFound", "The specified container does not exist.");

    public static StorageException ContainerAlreadyExists() => new(409, "ContainerAlreadyExists", "The specified container already exists.");

    public static StorageException BlobNotFound() => new(404, "BlobNotFound", "The specified blob does not exist.");

    public static StorageException BlobAlreadyExists() => new(409, "BlobAlreadyExists", "The specified blob already exists.");

    public static StorageException InvalidBlobType() => new(409, "InvalidBlobType", "The blob type is invalid for this operation.");

    public static StorageException BlobTypeNotSupported() => new(400, "BlobTypeNotSupported", "Page blobs are not offered here: use a block blob or an append blob.");

    public static StorageException BlobIsSealed() => new(409, "BlobIsSealed", "The specified blob is sealed and its contents can't be modified unless the blob is re-created after a delete.");

    public static StorageException ConditionNotMet() => new(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");

    public static StorageException NotModified(string etag) =>
        new(304, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.") { Headers = new Dictionary<string, string> { ["ETag"] = etag } };

    public static StorageException AppendPositionConditionNotMet() =>
        new(412, "AppendPositionConditionNotMet", "The append position condition specified was not met.");

    public static StorageException MaxBlobSizeConditionNotMet() => new(412, "MaxBlobSizeConditionNotMet", "The max blob size condition specified was not met.");

    public static StorageException BlockCountExceedsLimit() =>
        new(409, "BlockCountExceedsLimit", "The committed block count cannot exceed the maximum limit of 50,000 blocks.");

    public static StorageException InvalidBlockList() => new(400, "InvalidBlockList", "The specified block list is invalid.");

    public static StorageException InvalidBlockId() => new(400, "InvalidBlockId", "The specified block ID is invalid. The block ID must be Base64-encoded.");

    public static StorageException InvalidBlobOrBlock() => new(400, "InvalidBlobOrBlock", "The specified blob or block content is invalid: all blocks of a blob need IDs of one length.");

    public static StorageException InvalidRange(long length) =>
        new(416, "InvalidRange", "The range specified is invalid for the current size of the resource.") { Headers = new Dictionary<string, string> { ["Content-Range"] = $"bytes */{length}" } };

    public static StorageException Md5Mismatch() => new(400, "Md5Mismatch", "The MD5 value specified in the request did not match with the MD5 value calculated by the server.");

    public static StorageException InvalidMd5() => new(400, "InvalidMd5", "The MD5 value specified in the request is invalid. The MD5 value must be 128 bits and Base64-encoded.");

    public static StorageException MissingContentLength() => new(411, "MissingContentLengthHeader", "The Content-Length header was not specified.");

    public static StorageException RequestBodyTooLarge(long limit) =>
        new(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.")
        {
            Details = new Dictionary<string, string> { ["MaxLimit"] = limit.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };

    public static StorageException MissingHeader(string name) => Named(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified.", "HeaderName", name);

    public static StorageException InvalidHeader(string name) => Named(400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format.", "HeaderName", name);

    public static StorageException OutOfRangeInput(string name) => Named(400, "OutOfRangeInput", "One of the request inputs is out of range.", "HeaderName", name);

    public static StorageException MissingQuery(string name) =>
        Named(400, "MissingRequiredQueryParameter", "A query parameter that's mandatory for this request is not specified.", "QueryParameterName", name);

    public static StorageException InvalidQuery(string name) =>
        Named(400, "InvalidQueryParameterValue", "Value for one of the query parameters specified in the request URI is invalid.", "QueryParameterName", name);

    public static StorageException OutOfRangeQuery(string name) =>
        Named(400, "OutOfRangeQueryParameterValue", "One of the query parameters specified in the request URI is outside the permissible range.", "QueryParameterName", name);

    public static StorageException InvalidXml() => new(400, "InvalidXmlDocument", "XML specified is not syntactically valid.");

    public static StorageException InvalidMetadata() => new(400, "InvalidMetadata", "The metadata specified is invalid. It has characters that are not permitted.");

    public static StorageException EmptyMetadataKey() => new(400, "EmptyMetadataKey", "The key for one of the metadata key-value pairs is empty.");

    public static StorageException MetadataTooLarge() => new(400, "MetadataTooLarge", "The metadata specified exceeds the maximum permissible limit (8KB).");

    public static StorageException InvalidResourceName() => new(400, "InvalidResourceName", "The specified resource name contains invalid characters.");

    public static StorageException InvalidUri() => new(400, "InvalidUri", "The requested URI does not represent any resource on the server.");

    public static StorageException UnsupportedVerb() => new(405, "UnsupportedHttpVerb", "The resource doesn't support the specified HTTP verb.");

    public static StorageException NotImplemented(string what) => new(501, "NotImplemented", $"The requested operation is not implemented here: {what}.");

    public static StorageException CannotVerifyCopySource(string why) => new(404, "CannotVerifyCopySource", why);

    public static StorageException LeaseAlreadyPresent() => new(409, "LeaseAlreadyPresent", "There is already a lease present.");

    public static StorageException LeaseIsBreakingAndCannotBeAcquired() =>
        new(409, "LeaseIsBreakingAndCannotBeAcquired", "The lease ID matched, but the lease is currently in breaking state and cannot be acquired until it is broken.");

    public static StorageException LeaseIsBreakingAndCannotBeChanged() =>
        new(409, "LeaseIsBreakingAndCannotBeChanged", "The lease ID matched, but the lease is currently in breaking state and cannot be changed.");

    public static StorageException LeaseIsBrokenAndCannotBeRenewed() =>
        new(409, "LeaseIsBrokenAndCannotBeRenewed", "The lease ID matched, but the lease has been broken explicitly and cannot be renewed.");

    public static StorageException LeaseIdMismatchWithLeaseOperation() =>
        new(409, "LeaseIdMismatchWithLeaseOperation", "The lease ID specified did not match the lease ID for the resource with the specified lease operation.");

    public static StorageException LeaseNotPresentWithLeaseOperation() =>
        new(409, "LeaseNotPresentWithLeaseOperation", "There is currently no lease on the resource.");

    public static StorageException LeaseIdMissing(string kind) =>
        new(412, "LeaseIdMissing", $"There is currently a lease on the {kind} and no lease ID was specified in the request.");

    public static StorageException LeaseIdMismatch(string kind) =>
        new(412, $"LeaseIdMismatchWith{kind}Operation", $"The lease ID specified did not match the lease ID for the {kind}.");

    public static StorageException LeaseNotPresent(string kind) =>
        new(412, $"LeaseNotPresentWith{kind}Operation", $"There is currently no lease on the {kind}.");

    public static StorageException LeaseLost() => new(412, "LeaseLost", "A lease ID was specified, but the lease for the resource has expired.");

    public static StorageException ShareNotFound() => new(404, "ShareNotFound", "The specified share does not exist.");

    public static StorageException ShareAlreadyExists() => new(409, "ShareAlreadyExists", "The specified share already exists.");

    public static StorageException ResourceNotFound() => new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static StorageException ResourceAlreadyExists() => new(409, "ResourceAlreadyExists", "The specified resource already exists.");

    public static StorageException ResourceTypeDiffers() =>
        new(409, "ResourceTypeMismatch", "The specified resource type does not match the type of the existing resource.");

    public static StorageException ParentNotFound() => new(404, "ParentNotFound", "The specified parent path does not exist.");

    public static StorageException DirectoryNotEmpty() => new(409, "DirectoryNotEmpty", "The specified directory is not empty.");

    public static StorageException SharingViolation() => new(409, "SharingViolation", "The specified resource may be in use by an SMB client.");

    public static StorageException ServerBusy() => new(503, "ServerBusy", "The server is currently unable to receive requests. Please retry your request.");

    public static StorageException DiskFull() => new(507, "InsufficientStorage", "The disk of this local Azure is full: free some space and try again.");

    public static StorageException InternalError() => new(500, "InternalError", "The server encountered an internal error. Please retry the request.");

    private static StorageException Named(int status, string code, string message, string detail, string value) =>
        new(status, code, message) { Details = new Dictionary<string, string> { [detail] = value } };
}
