using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Everything that the picks of a micrograph depend on.</summary>
/// <remarks>
/// Device and threads are no part of it: devices agree but for rounding, and a run may go on on another machine.
/// </remarks>
internal static class PickingFingerprint
{
    private static readonly JsonSerializerOptions _json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = PickingJson.Default,
    };

    /// <summary>What the picks of all micrographs depend on, as one number to compare.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    public static UInt128 DigestOfRun(PickingModel model, PickingRunSettings settings) =>
        Digest(OfRun(model, settings).OrderBy(fact => fact.Key, StringComparer.Ordinal)
            .SelectMany(fact => new[] { fact.Key, fact.Value }));

    /// <summary>The same with how the micrographs are shown to the network.</summary>
    /// <param name="run">The digest of the run.</param>
    /// <param name="survey">What was chosen for it.</param>
    public static UInt128 With(UInt128 run, SurveyResult survey) => Digest(
    [
        run.ToString("x32", CultureInfo.InvariantCulture),
        survey.SeenDiameter.ToString("R", CultureInfo.InvariantCulture),
        survey.IsInverted ? "inverted" : "as it is",
    ]);

    /// <summary>Program, model and every setting; a new setting is in it without being named here.</summary>
    public static Dictionary<string, string> OfRun(PickingModel model, PickingRunSettings settings)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["program"] = BuildIdentity.Text,
            ["model"] = System.Convert.ToHexStringLower(
                Sha256Digest.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length))),
        };

        // What decides which files are written, and not what is in them, is compared with the files that are there.
        PickingRunSettings telling = settings with
        {
            OutputFolder = string.Empty,
            Pictures = 0,
            Strict = false,
            Overwrite = false,
            WritesBoxes = false,
            WritesMasks = false,
            WritesReport = false,
            StopsAtOnce = false,
        };
        foreach (JsonProperty property in JsonSerializer.SerializeToElement(telling, _json).EnumerateObject())
        {
            facts.Add(property.Name, property.Value.GetRawText());
        }

        return facts;
    }

    /// <summary>What the picks of a micrograph depend on beside that.</summary>
    /// <returns>One number to compare; null where its file cannot be read.</returns>
    public static UInt128? OfMicrograph(MicrographSource source, string? mask) =>
        FileIdentity.Stamp(source.Path) is not { } stamp
            ? null
            : Digest(
            [
                Path.GetFullPath(source.Path),
                stamp,
                mask is null ? "none" : FileIdentity.Stamp(mask) ?? "missing",
                source.PixelSizeAngstrom?.ToString("R", CultureInfo.InvariantCulture) ?? "none",
            ]);

    // No text holds a zero byte.
    private static UInt128 Digest(IEnumerable<string> texts)
    {
        byte[] hash = Sha256Digest.Of(Encoding.UTF8.GetBytes(string.Join('\0', texts)));
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
