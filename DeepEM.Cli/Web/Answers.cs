using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DeepEM.Cli.Shell;
using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Serve.Work;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DeepEM.Cli.Web;

/// <summary>Bodies of requests and answers, and what an error becomes on the wire.</summary>
internal static class Answers
{
    /// <summary>Largest body of a request, bytes.</summary>
    public const int MostBytes = 1 << 20;

    // From here on a slow line gains by it.
    private const int LeastBytesToCompress = 1 << 15;

    private static readonly TimeSpan _longestBody = TimeSpan.FromSeconds(10);

    /// <summary>Answers with JSON.</summary>
    /// <typeparam name="T">What is written.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="value">What is written.</param>
    /// <param name="type">How.</param>
    /// <param name="status">The status of HTTP.</param>
    public static async Task Write<T>(
        HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        if (bytes.Length < LeastBytesToCompress
            || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using GZipStream packed = new(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await packed.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Answers with bytes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bytes">The bytes.</param>
    public static async Task Write(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Reads the JSON of a request.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="type">How.</param>
    /// <exception cref="RequestException">It is not what was expected, or does not come.</exception>
    public static async Task<T> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        using CancellationTokenSource late = new(
            _longestBody, context.RequestServices.GetRequiredService<TimeProvider>());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, late.Token);
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, limit.Token)
                ?? throw RequestException.Bad("the body is null, expected an object");
        }
        catch (JsonException exception)
        {
            throw RequestException.Bad(
                $"the body is not what was expected at {exception.Path ?? "$"}: "
                + $"line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}");
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new RequestException(
                StatusCodes.Status408RequestTimeout, "The request is too slow", "its body did not come in 10 s");
        }
    }

    /// <summary>Answers with whatever a request has thrown.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">Answers it.</param>
    /// <param name="report">Told what nobody had thought of; the browser is not told.</param>
    [SuppressMessage(
        "Design", "CA1031", Justification = "The one place where every exception of a request becomes an answer.")]
    public static async Task Guard(HttpContext context, RequestDelegate next, Action<Exception> report)
    {
        try
        {
            await next(context);
            await WriteMissing(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone on; nobody waits.
        }
        catch (Exception exception)
        {
            Exception cause = CommandAction.Innermost(exception);
            (int status, ErrorAnswer answer) = Of(cause);
            if (status == StatusCodes.Status500InternalServerError)
            {
                report(cause);
            }

            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            await Write(context, answer, WebJson.Default.ErrorAnswer, status);
        }
    }

    // What no route has answered.
    private static Task WriteMissing(HttpContext context) => context.Response switch
    {
        { HasStarted: false, StatusCode: StatusCodes.Status404NotFound } => Write(
            context,
            new ErrorAnswer("Not found", "there is nothing of this name"),
            WebJson.Default.ErrorAnswer,
            StatusCodes.Status404NotFound),
        { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed } => Write(
            context,
            new ErrorAnswer("Not this way", "this can be read or written, not both"),
            WebJson.Default.ErrorAnswer,
            StatusCodes.Status405MethodNotAllowed),
        _ => Task.CompletedTask,
    };

    private static (int Status, ErrorAnswer Answer) Of(Exception exception) => exception switch
    {
        RequestException request => (request.Status, new ErrorAnswer(request.Title, request.Message)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge,
                new ErrorAnswer("The request is too large", $"a body has at most {MostBytes} bytes")),
        BadHttpRequestException bad => (bad.StatusCode, new ErrorAnswer("The request is wrong", Line(bad))),
        SettingsException or BusyException =>
            (StatusCodes.Status409Conflict, new ErrorAnswer("This does not go together", Line(exception))),
        InvalidFileException =>
            (StatusCodes.Status422UnprocessableEntity, new ErrorAnswer("A file cannot be used", Line(exception))),
        NoticedException =>
            (StatusCodes.Status422UnprocessableEntity, new ErrorAnswer("Not possible", Line(exception))),
        IOException or UnauthorizedAccessException =>
            (StatusCodes.Status507InsufficientStorage, new ErrorAnswer("Reading or writing failed", Line(exception))),
        OutOfMemoryException =>
            (StatusCodes.Status503ServiceUnavailable, new ErrorAnswer("Not enough memory", "not enough memory")),
        _ => (StatusCodes.Status500InternalServerError,
            new ErrorAnswer("Internal error", "something went wrong; the terminal of deepem serve says what")),
    };

    // A page has no options to give: the engine's line stands alone.
    private static string Line(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
