using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;
using DeepEM.Tests.Cli.BadInput;
using DeepEM.Tests.Engine.Coordinates.Relion;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using SkiaSharp;

namespace DeepEM.Tests.Fuzzing;

/// <summary>Small right files of every format, from which AFL++ and the mutation tests begin.</summary>
internal static class SeedFiles
{
    private const int Width = 6;
    private const int Height = 4;

    private static readonly float[] _pixels = [.. Enumerable.Range(0, Width * Height).Select(i => i - 7.5f)];
    private static readonly byte[] _levels = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i * 7 % 50))];

    /// <summary>Writes them, a folder for each target.</summary>
    public static void Write(string folder)
    {
        foreach ((string target, string name, byte[] bytes) in All())
        {
            Directory.CreateDirectory(Path.Combine(folder, target));
            File.WriteAllBytes(Path.Combine(folder, target, name), bytes);
        }
    }

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> All() =>
        [.. Micrographs(), .. Tables(), .. Texts(), .. Ledgers(), .. Models()];

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> Micrographs()
    {
        MrcBytes small = new() { Width = Width, Height = Height };
        byte[] floats = MrcBytes.Floats(_pixels);
        yield return ("mrc", "mode2.mrc", small.With(floats));
        foreach ((int mode, int bytes) in ((int, int)[])[(0, 24), (1, 48), (6, 48), (12, 48), (101, 12)])
        {
            MrcBytes other = new() { Width = Width, Height = Height, Mode = mode };
            byte[] pixels = [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 7 % 50))];
            yield return ("mrc", $"mode{mode}.mrc", other.With(pixels));
        }

        yield return (
            "mrc", "extended.mrc", new MrcBytes { Width = Width, Height = Height, ExtendedBytes = 96 }.With(floats));
        MrcBytes big = new() { Width = Width, Height = Height, IsBigEndian = true, Stamp = (0x11, 0x11) };
        yield return ("mrc", "big-endian.mrc", big.With(MrcBytes.Floats(_pixels, isBigEndian: true)));
        MrcBytes stack = new() { Width = Width, Height = Height, Sections = 2 };
        yield return ("mrcs", "stack.mrcs", stack.With(floats, floats));
        foreach (string packing in (string[])["gz", "bz2", "zst"])
        {
            yield return (packing, $"small.mrc.{packing}", PackedMrcCases.Pack(packing, small.With(floats)));
        }

        TiffBytes tiff = new() { Width = Width, Height = Height, RowsPerStrip = 3 };
        yield return ("tiff", "strips.tif", tiff.With(floats));
        TiffBytes tiles = new() { Width = Width, Height = Height, Tile = (16, 16), IsBig = true, Bits = 8, Format = 1 };
        yield return ("tiff", "tiles.tif", tiles.With(_levels));
        foreach ((int number, Func<byte[], byte[]> pack) in ((int, Func<byte[], byte[]>)[])
            [(5, TiffPacking.Lzw), (8, TiffPacking.Deflate), (32773, TiffPacking.PackBits)])
        {
            TiffBytes packed = new()
            {
                Width = Width,
                Height = Height,
                Bits = 8,
                Format = 1,
                RowsPerStrip = 2,
                Compression = number,
                Pack = pack,
            };
            yield return ("tiff", $"packed{number}.tif", packed.With(_levels));
        }

        yield return (
            "png", "grey.png", new PngBytes { Width = Width, Height = Height }.With([.. _levels.Select(b => (int)b)]));
        yield return (
            "png",
            "grey16.png",
            new PngBytes { Width = Width, Height = Height, Depth = 16 }.With([.. _levels.Select(b => 900 * b)]));
        using SKBitmap bitmap = new(Width, Height, SKColorType.Gray8, SKAlphaType.Opaque);
        _levels.CopyTo(bitmap.GetPixelSpan());
        yield return ("jpg", "grey.jpg", bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray());
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

            // NAME.cs would be taken for source code.
            string name = target == "cs" ? "cryosparc-picks" : $"{format}.{target}";
            yield return (target, name, stream.ToArray());
        }

        yield return ("exposures", "cryosparc-exposures", ExposureBytes.File(
            (91, ">J1/imported/m1.mrc", 2, 70, 90, 1.5f), (92, "J1/imported/m2.mrc", 3, 70, 90, 1.5f)));
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
            "starfile",
            "values.star",
            "# a comment\r\ndata_optics\r\n_rlnVoltage 300\r\n_rlnName 'a b'\r\ndata_\r\nloop_\r\n"u8.ToArray());
        yield return ("particles", "relion30.star", Encoding.UTF8.GetBytes(ParticleStars.Relion30));
        yield return ("particles", "relion31.star", Encoding.UTF8.GetBytes(ParticleStars.Relion31));
        yield return ("particles", "relion50.star", Encoding.UTF8.GetBytes(ParticleStars.Relion50));
        yield return (
            "list",
            "optics.star",
            Encoding.UTF8.GetBytes(
                "data_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnMicrographPixelSize #2\n1 1.5\n\ndata_micrographs\n\n"
                + "loop_\n_rlnMicrographName #1\n_rlnOpticsGroup #2\n\"/dev/null\" 1\nmic2.mrc 1\n"));
        yield return (
            "list", "old.star", "data_\nloop_\n_rlnMicrographName\n_rlnDetectorPixelSize\n/dev/null 5\n"u8.ToArray());
        yield return (
            "fdr",
            "fdr.csv",
            Encoding.UTF8.GetBytes(
                "threshold,picks,decoys,fdr,low,high,q,expected_precision,pass,anchor\n"
                + "-0.5,7,4,0.4,0.2,0.7,0.4,0.65,2,0.7\n1,4,0,0,0,,0,0.95,2,0.7\n"));
        yield return (
            "verification",
            "verification.csv",
            Encoding.UTF8.GetBytes(
                "micrograph,x,y,score,probability,class,log_evidence,held_out_evidence,logit,half,significant_poses,"
                + "reasons\nMicrographs/a.mrc,100.25,50,0.9,0.99,1,12.5,3.25,4.5,1,4,\n"
                + "Micrographs/a.mrc,5,7,1,0.2,0,0,0,,2,12.5,unexplained+crowded\n"));
        yield return (
            "guard",
            "guard.csv",
            Encoding.UTF8.GetBytes(
                "verdict,structure,structure_low,evidence,round_evidence,noise_structure,noise_evidence\n"
                + "featureless,0.25,-0.125,3.5,3.25,,0.2\n"));
        yield return (
            "micrographs",
            "micrographs.csv",
            Encoding.UTF8.GetBytes(
                "micrograph,path,width,height,pixel_size,diameter,picks,expected_particles,free_share,masked_share,"
                + "inverted,looks_denoised\n\"a, b.mrc\",/data/a b.mrc,400,300,1.35,180,5,3.25,0.5,0.125,1,0\n"));
        yield return ("images", "image_list_train.txt", "image_name\tpath\nmic\tmics/mic.mrc\n"u8.ToArray());
        yield return ("classes", "good.txt", "# good\n1, 4\n9 # rings\n"u8.ToArray());
        yield return ("plan", "plan.json", Plan);
    }

    // Two micrographs, one with a pixel size.
    private static byte[] Plan => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Run = new string('a', 32),
        SeenDiameter = 35.5,
        IsInverted = false,
        Settings = new { OutputFolder = "", Threshold = 0.5, Pictures = 4, Reading = new { Rows = "AsRelion" } },
        Micrographs = new[]
        {
            new { Path = "/data/a.mrc", Name = "a.mrc", PixelSizeAngstrom = (double?)1.5 },
            new { Path = "/data/b.mrc", Name = "b.mrc", PixelSizeAngstrom = (double?)null },
        },
    });

    // One micrograph finished with two scores, one finished without, and one begun.
    private static IEnumerable<(string Target, string Name, byte[] Bytes)> Ledgers()
    {
        byte[] digests = new byte[32];
        byte[][] records =
        [
            [3, 0, 0, 0, .. "g/m"u8, 1, .. digests, 5, 2, 0, 0, 0, .. MrcBytes.Floats([0.5f, 0.25f])],
            [1, 0, 0, 0, .. "n"u8, 1, .. digests, 0, 0, 0, 0, 0],
            [1, 0, 0, 0, .. "n"u8, 0],
        ];
        yield return (
            "ledger",
            "ledger",
            [
                .. "DEEPEMr1"u8,
                .. new byte[16],
                .. records.SelectMany(record => (byte[])
                    [.. BitConverter.GetBytes(record.Length), .. SHA256.HashData(record)[..8], .. record]),
            ]);
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
