using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Jobs.Topaz;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Fuzz;

/// <summary>All parsers of files that come from elsewhere.</summary>
internal static class ParserTargets
{
    private static readonly MicrographReading _first = new() { Slice = 0 };
    private static readonly MicrographReading _second = new() { Slice = 1, Rows = RowOrder.Reversed };

    // A line of verification.csv belongs to a pick that is known already.
    private static readonly VerifiedMicrograph[] _micrographs =
        [new("Micrographs/a.mrc", "a.mrc", new MicrographSize(400, 300), 1.35)];

    private static readonly VerifiedPick[] _picks =
        [new(0, new Particle(100.25, 50, 0.9)), new(0, new Particle(5, 7, 1))];

    /// <summary>The targets.</summary>
    public static IReadOnlyList<ParserTarget> All { get; } =
    [
        new("mrc", "m.mrc", path => MicrographReader.Read(path)),
        new("mrcs", "m.mrcs", path => MicrographReader.Read(path, _second)),
        new("gz", "m.mrc.gz", path => MicrographReader.Read(path)) { Unpacking = 1032 },
        new("bz2", "m.mrc.bz2", path => MicrographReader.Read(path)) { Unpacking = 1_200_000 },
        new("zst", "m.mrc.zst", path => MicrographReader.Read(path)) { Unpacking = 1 << 15 },
        new("tiff", "m.tif", path => MicrographReader.Read(path, _first)) { Unpacking = 2731 },
        new("png", "m.png", path => MicrographReader.Read(path)) { Unpacking = 1032 },
        new("jpg", "m.jpg", path => MicrographReader.Read(path)) { Unpacking = 512 },
        new("star", "m_autopick.star", ReadPicks),
        new("starfile", "m.star", path => StarReader.Read(path)),
        new("particles", "particles.star", TableRoundTrip.Run),
        new("list", "micrographs.star", path => MicrographList.Expand([path], TextReader.Null)),
        new("box", "m.box", ReadPicks),
        new("cbox", "m.cbox", ReadPicks),
        new("cs", "m.cs", ReadPicks),
        new("exposures", "m.cs", path => CryoSparcExposures.Read(path)),
        new("json", "m_info.json", ReadPicks),
        new("csv", "m.csv", ReadPicks),
        new("txt", "m.txt", ReadPicks),
        new("fdr", "fdr.csv", path => NoiseRateTable.Read(path, out _, out _)),
        new("verification", "verification.csv", path => VerifiedPickTable.Complete(path, _picks, _micrographs)),
        new("guard", "guard.csv", path => GuardTable.Read(path)),
        new("micrographs", "micrographs.csv", path => VerifiedMicrographTable.Read(path, out _)),
        new("images", "image_list_train.txt", path => TopazImages.Find(path)),
        new("classes", "good.txt", path => ClassList.Read(path, 50)),
        new("model", "m.deepem", ReadModel),
        new("checkpoint", "m.checkpoint", path => CheckpointFile.Read(path)),
        new("ledger", "finished/ledger", ReadLedger),
        new("plan", ShardPlan.FileName, path => ShardPlan.Read(Path.GetDirectoryName(Path.GetDirectoryName(path))!)),
    ];

    /// <summary>Finds a target.</summary>
    public static ParserTarget Find(string name) => All.Single(target => target.Name == name);

    private static void ReadPicks(string path) => CoordinateFileReader.Read(path, []);

    // As with models: once as it is, once with the right checksums put in.
    private static void ReadLedger(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(path))!;
        Read(new PickingLedger(folder));
        SealRecords(path);
        Read(new PickingLedger(folder));
    }

    private static void Read(PickingLedger ledger)
    {
        foreach (float[] scores in ledger.Scores(ledger.Names))
        {
            _ = scores.Length;
        }
    }

    private static void SealRecords(string path)
    {
        const int Header = 24;
        const int Frame = 12;
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = Header; at + Frame <= bytes.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            if (length < 0 || length > bytes.Length - at - Frame)
            {
                break;
            }

            SHA256.HashData(bytes.AsSpan(at + Frame, length)).AsSpan(0, 8).CopyTo(bytes.AsSpan(at + sizeof(int)));
            at += Frame + length;
        }

        File.WriteAllBytes(path, bytes);
    }

    // The checksum keeps all but the header from being tried: once as it is, once with the right one put in.
    private static void ReadModel(string path)
    {
        try
        {
            ModelFile.Read(path);
        }
        catch (InvalidFileException) when (Seal(path))
        {
            ModelFile.Read(path);
        }
    }

    private static bool Seal(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        ulong header = bytes.Length < 8 ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ReadOnlySpan<byte> name = "\"sha256\":\""u8;
        int at = bytes.AsSpan().IndexOf(name) + name.Length;
        if (header > (ulong)bytes.Length - 8 || at < name.Length || at + 64 > bytes.Length)
        {
            return false;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(8 + (int)header)));
        Encoding.ASCII.GetBytes(hash).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
        return true;
    }
}
