using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Which micrographs of a folder are finished, and the scores of their picks: <c>finished/ledger</c>, and
/// one for each shard of a run.</summary>
/// <remarks>
/// A file that only grows (<see cref="RecordFile"/>). Before the first output of a micrograph is written it is said to
/// be begun, after the last to be finished: a run that is killed in between has not finished the micrograph, and never
/// are outputs of two runs taken for those of one. In memory is where each record lies, not the scores. Several
/// threads may call; several programs may write, each under <see cref="Lock"/>.
/// <code>record: length of the name (int32), name (UTF-8), kind (byte: 0 begun, 2 finished); finished: run and
/// micrograph (16 bytes each), files (byte), picks (int32), number of noise scores (int32), their weight (float64),
/// figures (<see cref="PickingFigures"/>), noise scores, scores (float32 each); all little-endian. Kind 1 is that of
/// older versions.</code>
/// </remarks>
internal sealed class PickingLedger
{
    /// <summary>The folder of the ledger, within that of the outputs.</summary>
    public const string Folder = "finished";

    /// <summary>Its file.</summary>
    public const string FileName = "ledger";

    private const byte Finished = 2;
    private const int FixedLength = 16 + 16 + 1 + sizeof(int) + sizeof(int) + sizeof(double);

    // A file of less is not worth writing anew.
    private const long LeastWorthwhile = 1 << 20;

    private readonly string _folder;
    private readonly string _name;
    private readonly RecordFile _file;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _inUse;

    /// <summary>Reads the ledger of a folder of picks; a missing or damaged one is empty.</summary>
    /// <param name="folder">The folder of the picks.</param>
    /// <param name="name">The name of the ledger.</param>
    /// <param name="shortens">Whether it is written anew when most of it is old; nobody does that to another's.</param>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public PickingLedger(string folder, string name = FileName, bool shortens = true)
    {
        _folder = Path.Combine(folder, Folder);
        _name = name;
        _file = new RecordFile(Path.Combine(_folder, name));
        Refresh();
        if (shortens && _file.End > LeastWorthwhile && _inUse < _file.End / 2)
        {
            Shorten();
        }
    }

    /// <summary>The names of all that are finished.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Keys];
            }
        }
    }

    /// <summary>Finds the record of a micrograph that is finished.</summary>
    /// <param name="name">The name of its outputs.</param>
    /// <param name="record">The record.</param>
    /// <returns>False where there is none.</returns>
    public bool TryFind(string name, out PickingRecord record)
    {
        lock (_lock)
        {
            bool isThere = _entries.TryGetValue(name, out Entry entry);
            record = entry.Record;
            return isThere;
        }
    }

    /// <summary>Waits until no other program writes a micrograph's files here, and keeps others waiting: the files
    /// and the record of one micrograph are always of one run.</summary>
    /// <exception cref="IOException">The folder cannot be written to, or another program stands still.</exception>
    public OutputLock Lock()
    {
        OutputFolder.Make(_folder);
        var alone = OutputLock.Take(Path.Combine(_folder, ".lock" + _name[FileName.Length..]));
        bool isRead = false;
        try
        {
            Refresh();
            isRead = true;
            return alone;
        }
        finally
        {
            if (!isRead)
            {
                alone.Dispose();
            }
        }
    }

    /// <summary>Takes a micrograph for unfinished from now on.</summary>
    /// <param name="name">The name of its outputs.</param>
    /// <exception cref="IOException">That could not be written.</exception>
    public void Begin(string name)
    {
        lock (_lock)
        {
            if (_entries.Remove(name, out Entry entry))
            {
                _inUse -= entry.Length;
                _file.Append(Encode(name, 0, out _));
            }
        }
    }

    /// <summary>Takes a micrograph for finished from now on; all its outputs are written.</summary>
    /// <param name="name">The name of its outputs.</param>
    /// <param name="record">What is kept of it.</param>
    /// <param name="figures">What is told of it.</param>
    /// <param name="scores">Figures of merit of all its candidates; empty where they are no probabilities.</param>
    /// <param name="noise">What its noise scores; null where that was not measured.</param>
    /// <exception cref="IOException">That could not be written.</exception>
    public void Keep(
        string name,
        PickingRecord record,
        PickingFigures figures,
        ReadOnlySpan<float> scores,
        NoiseScores? noise = null)
    {
        ReadOnlySpan<float> maxima = noise is null ? [] : noise.Merits;
        int values = maxima.Length + scores.Length;
        int before = FixedLength + figures.Length;
        byte[] bytes = Encode(name, before + (sizeof(float) * values), out int at);
        bytes[at++] = Finished;
        Span<byte> rest = bytes.AsSpan(at);
        BinaryPrimitives.WriteUInt128LittleEndian(rest, record.Run);
        BinaryPrimitives.WriteUInt128LittleEndian(rest[16..], record.Micrograph);
        rest[32] = (byte)record.Files;
        BinaryPrimitives.WriteInt32LittleEndian(rest[33..], record.Picks);
        BinaryPrimitives.WriteInt32LittleEndian(rest[37..], maxima.Length);
        BinaryPrimitives.WriteDoubleLittleEndian(rest[41..], noise?.Weight ?? 0);
        figures.Write(rest[FixedLength..before]);
        MemoryMarshal.AsBytes(maxima).CopyTo(rest[before..]);
        MemoryMarshal.AsBytes(scores).CopyTo(rest[(before + (sizeof(float) * maxima.Length))..]);
        lock (_lock)
        {
            long offset = _file.Append(bytes);
            Add(name, new Entry(
                record, offset + at + before, values, maxima.Length, noise?.Weight ?? 0, bytes.Length));
        }
    }

    /// <summary>Reads the scores of finished micrographs; can be done again and again.</summary>
    /// <param name="names">The names of their outputs; one that is not finished has no scores.</param>
    /// <returns>A piece for each micrograph, valid until the next.</returns>
    /// <exception cref="IOException">The ledger cannot be read, or was written anew by another program.</exception>
    public IEnumerable<float[]> Scores(IEnumerable<string> names) =>
        WithNoise(names).Select(each => each.Scores).Where(scores => scores.Length > 0);

    /// <summary>Reads the scores of finished micrographs and of their noise.</summary>
    /// <param name="names">The names of their outputs.</param>
    /// <returns>Both for each micrograph that is finished; noise is null where it was not measured.</returns>
    /// <exception cref="IOException">As for <see cref="Scores"/>.</exception>
    public IEnumerable<(float[] Scores, NoiseScores? Noise)> WithNoise(IEnumerable<string> names)
    {
        using Stream? file = _file.OpenRead();
        foreach (string name in names)
        {
            Entry entry;
            lock (_lock)
            {
                _entries.TryGetValue(name, out entry);
            }

            if (entry.Values > 0 || entry.Weight > 0)
            {
                float[] values = Values(file, entry);
                yield return (
                    values[entry.Noise..],
                    entry.Weight > 0 ? new NoiseScores(values[..entry.Noise], entry.Weight) : null);
            }
        }
    }

    /// <summary>Reads what is told of finished micrographs.</summary>
    /// <param name="micrographs">Their names, and those of their outputs; one that is not finished is left out.</param>
    /// <returns>Each name with its picks and its figures, read when it is asked for.</returns>
    /// <exception cref="IOException">The ledger cannot be read, or was written anew by another program.</exception>
    public IEnumerable<(string Name, int Picks, PickingFigures Figures)> Figures(
        IEnumerable<(string Name, string Output)> micrographs)
    {
        using Stream? file = _file.OpenRead();
        foreach ((string name, string output) in micrographs)
        {
            Entry entry;
            bool isThere;
            lock (_lock)
            {
                isThere = _entries.TryGetValue(output, out entry);
            }

            if (isThere)
            {
                yield return (name, entry.Record.Picks, Figures(file ?? throw Replaced(), output, entry));
            }
        }
    }

    private static PickingFigures Figures(Stream file, string name, Entry entry)
    {
        int skipped = sizeof(int) + Encoding.UTF8.GetByteCount(name) + 1 + FixedLength;
        long scores = sizeof(float) * (long)entry.Values;
        byte[] bytes = new byte[entry.Length - skipped - scores];
        file.Position = entry.Offset - bytes.Length;
        file.ReadExactly(bytes);
        return PickingFigures.Read(bytes);
    }

    private IOException Replaced() => new($"{Path.Combine(_folder, _name)}: was replaced by another program");

    private float[] Values(Stream? file, Entry entry)
    {
        if (file is null)
        {
            throw Replaced();
        }

        float[] scores = new float[entry.Values];
        file.Position = entry.Offset;
        file.ReadExactly(MemoryMarshal.AsBytes(scores.AsSpan()));
        return scores;
    }

    private void Refresh()
    {
        lock (_lock)
        {
            _file.Refresh(Clear, Read);
        }
    }

    private void Clear()
    {
        _entries.Clear();
        _inUse = 0;
    }

    // What another version may have written and cannot be understood says nothing about a micrograph.
    private void Read(long offset, ReadOnlySpan<byte> record)
    {
        if (!TryName(record, out string? name, out int at))
        {
            return;
        }

        if (_entries.Remove(name, out Entry earlier))
        {
            _inUse -= earlier.Length;
        }

        ReadOnlySpan<byte> rest = record[(at + 1)..];
        int figures = record[at] == Finished && rest.Length >= FixedLength
            ? PickingFigures.LengthIn(rest[FixedLength..])
            : -1;
        int before = FixedLength + figures;
        if (figures >= 0 && (rest.Length - before) % sizeof(float) == 0)
        {
            var found = new PickingRecord(
                BinaryPrimitives.ReadUInt128LittleEndian(rest),
                BinaryPrimitives.ReadUInt128LittleEndian(rest[16..]),
                (PickingFiles)rest[32],
                BinaryPrimitives.ReadInt32LittleEndian(rest[33..]));
            int values = (rest.Length - before) / sizeof(float);
            int noise = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(rest[37..]), 0, values);
            double weight = BinaryPrimitives.ReadDoubleLittleEndian(rest[41..]);
            Add(name, new Entry(found, offset + at + 1 + before, values, noise, weight, record.Length));
        }
    }

    private void Add(string name, Entry entry)
    {
        _entries[name] = entry;
        _inUse += entry.Length;
    }

    // What was picked again and again leaves its old records behind.
    private void Shorten()
    {
        using OutputLock alone = Lock();
        using Stream? file = _file.OpenRead();
        if (file is not null)
        {
            _file.Rewrite(_entries.Values.OrderBy(entry => entry.Offset).Select(entry => Whole(file, entry)));
            Refresh();
        }
    }

    private static byte[] Whole(Stream file, Entry entry)
    {
        byte[] record = new byte[entry.Length];
        file.Position = entry.Offset + (sizeof(float) * (long)entry.Values) - entry.Length;
        file.ReadExactly(record);
        return record;
    }

    private static bool TryName(ReadOnlySpan<byte> record, [NotNullWhen(true)] out string? name, out int at)
    {
        (name, at) = (null, 0);
        if (record.Length < sizeof(int) + 1)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(record);
        if (length < 0 || length > record.Length - sizeof(int) - 1)
        {
            return false;
        }

        at = sizeof(int) + length;
        name = Encoding.UTF8.GetString(record[sizeof(int)..at]);
        return true;
    }

    // Name and kind, and room for so many bytes more.
    private static byte[] Encode(string name, int more, out int at)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        at = sizeof(int) + length;
        byte[] record = new byte[at + 1 + more];
        BinaryPrimitives.WriteInt32LittleEndian(record, length);
        Encoding.UTF8.GetBytes(name, record.AsSpan(sizeof(int)));
        return record;
    }

    // The values lie at the end of the record, those of the noise first.
    private readonly record struct Entry(
        PickingRecord Record, long Offset, int Values, int Noise, double Weight, int Length);
}
