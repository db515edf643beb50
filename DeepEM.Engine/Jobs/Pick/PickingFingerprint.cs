using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Everything that the picks of a micrograph depend on, as facts that can be compared.</summary>
/// <remarks>
/// Device and threads are no part of it: devices agree but for rounding, and a run may go on on another machine.
/// </remarks>
internal static class PickingFingerprint
{
    private static readonly JsonSerializerOptions _json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Program, model and every setting; a new setting is in it without being named here.</summary>
    public static Dictionary<string, string> OfRun(PickingModel model, PickingRunSettings settings)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["program"] = BuildIdentity.Text,
            ["model"] = System.Convert.ToHexStringLower(
                SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length))),
        };

        // What decides which files are written, and not what is in them, is compared with the files of the record.
        PickingRunSettings telling = settings with
        {
            OutputFolder = string.Empty,
            Pictures = 0,
            Strict = false,
            Overwrite = false,
            WritesBoxes = false,
            WritesMasks = false,
        };
        foreach (JsonProperty property in JsonSerializer.SerializeToElement(telling, _json).EnumerateObject())
        {
            facts.Add(property.Name, property.Value.GetRawText());
        }

        return facts;
    }

    /// <summary>The same with the file of a micrograph, or null where there is none to be read.</summary>
    public static Dictionary<string, string>? OfMicrograph(
        IReadOnlyDictionary<string, string> run, MicrographSource source, string? mask) =>
        FileIdentity.Stamp(source.Path) is not { } stamp
            ? null
            : new Dictionary<string, string>(run, StringComparer.Ordinal)
            {
                ["micrograph"] = Path.GetFullPath(source.Path),
                ["file"] = stamp,
                ["mask"] = mask is null ? "none" : FileIdentity.Stamp(mask) ?? "missing",
                ["listed pixel size"] = source.PixelSizeAngstrom?.ToString("R", CultureInfo.InvariantCulture) ?? "none",
            };
}
