using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Frankenetes.Torture.Faults;

/// <summary>Answers what the keeper asks to have listed as it was answered before.</summary>
internal sealed class StaleListings
{
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    public bool AreStale { get; set; }

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.IsHttps || !HttpMethods.IsGet(request.Method) || request.Query["comp"] != "list")
        {
            await next(context);
            return;
        }

        var key = $"{request.Path} {request.Query["prefix"]} {request.Query["marker"]}";
        var answer = context.Response.Body;
        if (!AreStale || !_answers.TryGetValue(key, out var content))
        {
            using var said = new MemoryStream();
            context.Response.Body = said;
            await next(context);
            content = _answers[key] = said.ToArray();
        }
        else
        {
            context.Response.ContentType = "application/xml";
        }

        context.Response.Body = answer;
        await answer.WriteAsync(content, context.RequestAborted);
    }
}
