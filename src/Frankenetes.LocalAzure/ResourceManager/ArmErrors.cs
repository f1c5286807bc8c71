namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Every error that ARM or one of its providers answers here, with Azure's status and code.</summary>
internal static partial class ArmErrors
{
    public static ArmException MisdirectedRequest(string host) =>
        new(421, "MisdirectedRequest", $"The host '{host}' is not served here. Use an endpoint named in local-azure.json.");

    public static ArmException AuthenticationFailedMissingToken() =>
        new(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");

    public static ArmException InvalidAuthenticationToken() =>
        new(401, "InvalidAuthenticationToken", "The access token is invalid or has expired.");

    public static ArmException InvalidAuthenticationTokenAudience() =>
        new(401, "InvalidAuthenticationTokenAudience", "The access token has been obtained for the wrong audience or tenant.");

    public static ArmException MissingApiVersion() =>
        new(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    public static ArmException InvalidApiVersion(string version) =>
        new(400, "InvalidApiVersionParameter", $"The api-version '{version}' is invalid. It must be a date in the form yyyy-mm-dd, with '-preview' or without.");

    public static ArmException NotFound(string path) =>
        new(404, "NotFound", $"There is nothing at '{path}'. LocalAzure serves resource groups, Microsoft.ContainerInstance, Microsoft.Storage, Microsoft.ManagedIdentity and Microsoft.Authorization.");

    public static ArmException MethodNotAllowed(string method) =>
        new(405, "HttpMethodNotAllowed", $"The method {method} is not served at this address.");

    public static ArmException SubscriptionNotFound(string id) =>
        new(404, "SubscriptionNotFound", $"The subscription '{id}' could not be found.");

    public static ArmException InvalidResourceNamespace(string name) =>
        new(404, "InvalidResourceNamespace", $"The resource namespace '{name}' is invalid.");

    public static ArmException ResourceGroupNotFound(string name) =>
        new(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");

    public static ArmException ResourceGroupBeingDeleted(string name) =>
        new(409, "ResourceGroupBeingDeleted", $"The resource group '{name}' is in deprovisioning state and cannot perform this operation.");

    public static ArmException InvalidResourceGroupName(string name) =>
        new(400, "InvalidResourceGroup", $"The resource group name '{name}' is invalid: 1 to 90 letters, digits, '.', '_', '-', '(' or ')', not ending with '.'.");

    public static ArmException InvalidResourceGroupLocation(string name, string existing) =>
        new(409, "InvalidResourceGroupLocation", $"Invalid resource group location. The resource group '{name}' already exists in location '{existing}'.");

    public static ArmException ResourceNotFound(string type, string name, string group) =>
        new(404, "ResourceNotFound", $"The Resource '{type}/{name}' under resource group '{group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static ArmException InvalidResourceLocation(string name, string existing) =>
        new(409, "InvalidResourceLocation", $"The resource '{name}' already exists in location '{existing}'. A resource with the same name cannot be created in another location.");

    public static ArmException LocationRequired() =>
        new(400, "LocationRequired", "The location property is required for this definition.");

    public static ArmException LocationNotAvailable(string location) =>
        new(400, "LocationNotAvailableForResourceType", $"The provided location '{location}' is not available.");

    public static ArmException InvalidTags(string message) => new(400, "InvalidTagNameOrValue", message);

    public static ArmException InvalidFilter(string filter) =>
        new(400, "InvalidFilterInQueryString", $"Invalid $filter '{filter}' specified in the query string.");

    public static ArmException InvalidMetricsQuery(string message) => new(400, "BadRequest", message);

    public static ArmException InvalidRequestContent(string message) => new(400, "InvalidRequestContent", message);

    public static ArmException OperationNotFound(string id) => new(404, "OperationNotFound", $"The operation '{id}' was not found.");

    public static ArmException InternalServerError(string requestId) =>
        new(500, "InternalServerError", $"An unexpected error occurred. LocalAzure's log tells more under the request id '{requestId}'.");

    public static ArmException DiskFull() =>
        new(507, "InsufficientStorage", "The disk that holds LocalAzure's state folder is full. Make room and try again.");

    public static ArmException SubscriptionRequestsThrottled(string kind, Guid subscription, Guid actor, int retryAfter) =>
        new(429, "SubscriptionRequestsThrottled", $"Number of '{kind}' requests for subscription '{subscription}' actor '{actor}' exceeded. Please try again after '{retryAfter}' seconds.") { RetryAfter = retryAfter };

    public static ArmException Injected(int status, string code, int? retryAfter) =>
        new(status, code, "This answer was asked for by a fault rule.") { RetryAfter = retryAfter };

    public static ArmException InvalidFaultRule(string message) => new(400, "InvalidFaultRule", message);
}
