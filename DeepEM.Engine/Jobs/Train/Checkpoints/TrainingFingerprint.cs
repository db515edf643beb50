using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>Everything that the bytes of a model depend on, as facts that can be compared and named.</summary>
internal static class TrainingFingerprint
{
    // Enough of a SHA-256 to tell two files apart, and short enough for a message.
    private const int DigestCharacters = 16;

    private static readonly JsonSerializerOptions _json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Program, device and every setting; a new setting is in it without being named here.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfSettings(
        IComputeBackend backend, TrainingRunSettings settings)
    {
        yield return new("program", BuildIdentity.Text);
        yield return new("device", backend.Arithmetic);

        // Which micrographs are used is told by the inputs.
        TrainingRunSettings telling = settings with { Strict = true };
        foreach (JsonProperty property in JsonSerializer.SerializeToElement(telling, _json).EnumerateObject())
        {
            yield return new(property.Name, property.Value.GetRawText());
        }
    }

    /// <summary>The content of every micrograph and its labels; where the files lie does not matter.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfInputs(TrainingSet set)
    {
        yield return new("pixel size", string.Create(CultureInfo.InvariantCulture, $"{set.PixelSizeAngstrom:R} A"));
        yield return new("network", set.Network.ToString());
        yield return new("micrographs", Text(set.Micrographs.Count));
        for (int i = 0; i < set.Micrographs.Count; i++)
        {
            TrainingMicrograph micrograph = set.Micrographs[i];
            string name = Path.GetFileName(micrograph.Image.Name);
            yield return new(
                $"micrograph {Text(i + 1)}",
                $"{name} {Digest(MemoryMarshal.AsBytes<float>(micrograph.Image.Pixels))}");
            yield return new(
                $"labels of micrograph {Text(i + 1)}",
                $"{Text(micrograph.Particles.Count)} picks {Digest(micrograph)}");
            if (micrograph.IsHeldOut)
            {
                yield return new($"use of micrograph {Text(i + 1)}", "held out");
            }

            if (micrograph.Image.Mask is { } mask)
            {
                yield return new($"mask of micrograph {Text(i + 1)}", Digest(MemoryMarshal.AsBytes(mask.Cells)));
            }
        }
    }

    private static string Digest(TrainingMicrograph micrograph) => Digest(JsonSerializer.SerializeToUtf8Bytes(
        new IReadOnlyList<BinnedPosition>[] { micrograph.Particles, micrograph.Negatives, micrograph.Ignored }));

    private static string Digest(ReadOnlySpan<byte> bytes) =>
        System.Convert.ToHexStringLower(Sha256Digest.Of(bytes))[..DigestCharacters];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
