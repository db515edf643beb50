using System.Buffers.Binary;
using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Models;
using DeepEM.Engine.Networks;
using DeepEM.Engine.Randomness;
using DeepEM.Engine.Training;
using DeepEM.Engine.Workflows;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Fuzz;

/// <summary>Small right files of every format, from which AFL++ and the mutation tests begin.</summary>
internal static class SeedFiles
{
    private const int Width = 6;
    private const int Height = 4;

    /// <summary>Writes them, a folder for each target.</summary>
    public static void Write(string folder)
    {
        foreach ((string target, string name, byte[] bytes) in All())
        {
            Directory.CreateDirectory(Path.Combine(folder, target));
            File.WriteAllBytes(Path.Combine(folder, target, name), bytes);
        }
    }

    /// <summary>The seeds: target, name, bytes.</summary>
    public static IEnumerable<(string Target, string Name, byte[] Bytes)> All() =>
        [.. Micrographs(), .. Tables(), .. Texts(), .. Models()];

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> Micrographs()
    {
        byte[] floats = MrcFloats();
        yield return ("mrc", "mode2.mrc", floats);
        foreach ((int mode, int bytes) in ((int, int)[])[(0, 24), (1, 48), (6, 48), (12, 48), (101, 12)])
        {
            yield return ("mrc", $"mode{mode}.mrc", WithMode(floats, mode, bytes));
        }

        byte[] extended = [.. floats.AsSpan(0, 1024), .. new byte[96], .. floats.AsSpan(1024)];
        BinaryPrimitives.WriteInt32LittleEndian(extended.AsSpan(92), 96);
        yield return ("mrc", "extended.mrc", extended);
        byte[] big = [.. floats];
        for (int i = 0; i < big.Length; i += 4)
        {
            if (i is < 208 or >= 1024)
            {
                Array.Reverse(big, i, 4);
            }
        }

        (big[212], big[213]) = (0x11, 0x11);
        yield return ("mrc", "big-endian.mrc", big);
        byte[] stack = [.. floats, .. floats.AsSpan(1024)];
        BinaryPrimitives.WriteInt32LittleEndian(stack.AsSpan(8), 2);
        BinaryPrimitives.WriteInt32LittleEndian(stack.AsSpan(36), 2);
        yield return ("mrcs", "stack.mrcs", stack);
    }

    private static byte[] MrcFloats()
    {
        string path = Path.GetTempFileName();
        try
        {
            float[] pixels = [.. Enumerable.Range(0, Width * Height).Select(i => i - 7.5f)];
            MrcWriter.Write(path, pixels, Height, Width, 1.5);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] WithMode(byte[] floats, int mode, int dataBytes)
    {
        byte[] file = [.. floats.AsSpan(0, 1024), .. Enumerable.Range(0, dataBytes).Select(i => (byte)(i * 7 % 50))];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), mode);
        return file;
    }

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> Tables()
    {
        MicrographPicks[] two =
        [
            Picks("grid1/mic 1.mrc", new Particle(10.25, 20, 0.5), new Particle(300, 4, 0.75)),
            Picks("grid2/mic2.mrc", new Particle(1, 2, 0.125)),
        ];
        (string Target, CoordinateFormat Format)[] formats =
        [
            ("star", CoordinateFormat.Relion), ("star", CoordinateFormat.RelionParticles),
            ("star", CoordinateFormat.RelionOld), ("box", CoordinateFormat.Box), ("cbox", CoordinateFormat.Cbox),
            ("cbox", CoordinateFormat.CboxOld), ("json", CoordinateFormat.Eman2), ("csv", CoordinateFormat.Csv),
            ("txt", CoordinateFormat.Tsv), ("txt", CoordinateFormat.Topaz), ("cs", CoordinateFormat.CryoSparc),
        ];
        foreach ((string target, CoordinateFormat format) in formats)
        {
            using MemoryStream stream = new();
            CoordinateFileWriter.Write(stream, format, CoordinateFormats.HoldsMany(format) ? two : two[..1]);
            yield return (target, $"{format}.{target}", stream.ToArray());
        }
    }

    private static MicrographPicks Picks(string name, params Particle[] particles) => new(name, "seed", particles)
    {
        BoxSize = 64,
        Size = new MicrographSize(400, 300),
        PixelSizeAngstrom = 1.5,
    };

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> Texts()
    {
        yield return (
            "star",
            "values.star",
            "# a comment\r\ndata_optics\r\n_rlnVoltage 300\r\n_rlnName 'a b'\r\ndata_\r\nloop_\r\n"u8.ToArray());
        yield return (
            "list",
            "optics.star",
            Encoding.UTF8.GetBytes(
                "data_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnMicrographPixelSize #2\n1 1.5\n\ndata_micrographs\n\n"
                + "loop_\n_rlnMicrographName #1\n_rlnOpticsGroup #2\n\"/dev/null\" 1\nmic2.mrc 1\n"));
        yield return (
            "list", "old.star", "data_\nloop_\n_rlnMicrographName\n_rlnDetectorPixelSize\n/dev/null 5\n"u8.ToArray());
        yield return (
            "record",
            "record.json",
            "{\"Facts\":{\"program\":\"0\",\"file\":\"1\"},\"Outputs\":[\"m_all.star\"],\"Picks\":3}"u8.ToArray());
    }

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> Models()
    {
        NetworkDescription network =
            new(8, [new ConvolutionStage(2, 3, 2)], ActivationKind.Relu, PoolingKind.Max);
        PickingModel model = new()
        {
            Network = network,
            Parameters = NetworkInitialisation.Draw(network, new RandomSource(1)),
            Preset = NetworkPreset.Auto,
            PixelSizeAngstrom = 1.5,
            DiameterAngstrom = 100,
            Binning = 2,
            Threshold = 0.5,
            EdgeMarginAngstrom = 50,
            Deviation = new DeviationRange(1, 2),
            ProgramVersion = "0",
        };
        using MemoryStream file = new();
        ModelFile.Write(file, model);
        yield return ("model", "small.deepem", file.ToArray());

        TrainingState state = new();
        int step = 5;
        float[] weights = [1, 2.5f];
        state.ExchangeValue("step", ref step);
        state.ExchangeArray("weights", ref weights);
        using MemoryStream checkpoint = new();
        Dictionary<string, string> facts = new() { ["Seed"] = "1" };
        CheckpointFile.Write(checkpoint, new CheckpointContent("round 1, step 5 of 9", facts, state));
        yield return ("checkpoint", "small.checkpoint", checkpoint.ToArray());
    }
}
