using Microsoft.AspNetCore.Http.Features;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>What every storage request goes through: common headers first, the operation, and errors in Azure's form last.</summary>
internal sealed class StoragePipeline(StorageAccounts accounts, TimeProvider time, ILogger logger)
{
    private const string DefaultVersion = "2021-12-02";
    private const int NoSpaceLeft = 28;
    private static readonly string[] CommonHeaders = ["Server", "x-ms-request-id", "x-ms-version", "x-ms-client-request-id"];

    /// <summary>Runs one request.</summary>
    public async Task RunAsync(HttpContext context, string accountName, string path, Func<StorageRequest, Task> operation)
    {
        WriteCommonHeaders(context);
        try
        {
            if (!accounts.TryGet(accountName, out var account)) throw StorageErrors.AccountNotFound();
            AllowLargeBody(context);
            await operation(new StorageRequest(context, account, RequestTarget.Read(context, path), time)).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && exception is not BadHttpRequestException)
        {
            await RefuseAsync(context, Translate(context, exception)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.LogDebug("{Method} {Path}: the client went away", context.Request.Method, context.Request.Path);
        }
    }

    private static void WriteCommonHeaders(HttpContext context)
    {
        var (request, headers) = (context.Request.Headers, context.Response.Headers);
        headers["Server"] = "Frankenetes-LocalAzure";
        headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        var version = request["x-ms-version"].ToString() is { Length: > 0 } asked ? asked : context.Request.Query["sv"].ToString();
        headers["x-ms-version"] = version.Length is > 0 and <= 16 && HeaderText.IsPlain(version) ? version : DefaultVersion;
        if (request["x-ms-client-request-id"].ToString() is { Length: > 0 and <= 1024 } id && HeaderText.IsPlain(id)) headers["x-ms-client-request-id"] = id;
    }

    // Kestrel's own limit (30 MB) is meant for web forms; each operation has its own.
    private static void AllowLargeBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
    }

    private static Task RefuseAsync(HttpContext context, StorageException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var kept = context.Response.Headers.Where(header => CommonHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToArray();
        context.Response.Clear();
        foreach (var (name, value) in kept) context.Response.Headers[name] = value;
        context.Response.StatusCode = error.Status;
        context.Response.Headers["x-ms-error-code"] = error.Code;
        foreach (var (name, value) in error.Headers) context.Response.Headers[name] = value;
        // A HEAD answer must not announce a body either: clients would try to read the error from it.
        if (error.Status == StatusCodes.Status304NotModified || HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        return XmlBodies.WriteAsync(context, writer =>
        {
            writer.WriteStartElement("Error");
            writer.WriteElementString("Code", error.Code);
            writer.WriteElementString("Message", $"{XmlBodies.Printable(error.Message)}\nRequestId:{context.Response.Headers["x-ms-request-id"]}");
            foreach (var (name, value) in error.Details) writer.WriteElementString(name, XmlBodies.Printable(value));
            writer.WriteEndElement();
        });
    }

    private StorageException Translate(HttpContext context, Exception exception)
    {
        if (exception is StorageException refusal) return refusal;
        logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
        return exception is IOException { HResult: NoSpaceLeft } ? StorageErrors.DiskFull() : StorageErrors.InternalError();
    }
}
