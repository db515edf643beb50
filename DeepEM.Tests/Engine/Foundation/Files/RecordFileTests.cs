using System.Text;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>Records that were appended are there whole, and nothing else is taken for one.</summary>
public sealed class RecordFileTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Records_are_read_in_their_order_and_new_ones_after_them()
    {
        var file = new RecordFile(_folder["r"]);
        Append(file, "one");
        Append(file, string.Empty);
        var other = new RecordFile(_folder["r"]);
        Assert.That(Read(other), Is.EqualTo(["begin", "one", ""]));
        Append(other, "three");
        Assert.That(Read(file), Is.EqualTo(["three"]));
        Assert.That(Read(file), Is.Empty);
    }

    [Test]
    public void A_record_lies_where_it_was_said_to()
    {
        var file = new RecordFile(_folder["r"]);
        Append(file, "one");
        long offset = Append(file, "second");
        using Stream stream = file.OpenRead()!;
        byte[] bytes = new byte[6];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        Assert.That(Encoding.UTF8.GetString(bytes), Is.EqualTo("second"));
    }

    [Test]
    public void A_file_cut_anywhere_keeps_the_whole_records_and_takes_more()
    {
        var file = new RecordFile(_folder["whole"]);
        Append(file, "first");
        long afterFirst = file.End;
        Append(file, "second");
        byte[] whole = File.ReadAllBytes(_folder["whole"]);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder["cut"], whole[..length]);
            var cut = new RecordFile(_folder["cut"]);
            string[] left = length >= afterFirst ? ["first"] : [];
            Assert.That(Read(cut).Skip(1), Is.EqualTo(left), $"{length} bytes");
            Append(cut, "third");
            Assert.That(Read(new RecordFile(_folder["cut"])).Skip(1), Is.EqualTo([.. left, "third"]));
        }
    }

    [Test]
    public void A_changed_byte_ends_the_file_there()
    {
        var file = new RecordFile(_folder["whole"]);
        Append(file, "first");
        long afterFirst = file.End;
        Append(file, "second");
        byte[] whole = File.ReadAllBytes(_folder["whole"]);
        for (long at = afterFirst; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            File.WriteAllBytes(_folder["changed"], changed);
            Assert.That(Read(new RecordFile(_folder["changed"])), Is.EqualTo(["begin", "first"]), $"byte {at}");
        }
    }

    [Test]
    public void A_file_written_anew_by_another_is_read_from_its_beginning()
    {
        var file = new RecordFile(_folder["r"]);
        Append(file, "one");
        Append(file, "two");
        var other = new RecordFile(_folder["r"]);
        Read(other);
        other.Rewrite([Encoding.UTF8.GetBytes("kept")]);

        Assert.That(file.OpenRead(), Is.Null, "its offsets say nothing any more");
        Assert.That(Read(file), Is.EqualTo(["begin", "kept"]));
        Append(file, "more");
        Assert.That(Read(other), Is.EqualTo(["begin", "kept", "more"]));
    }

    private static long Append(RecordFile file, string text)
    {
        file.Refresh(() => { }, (_, _) => { });
        return file.Append(Encoding.UTF8.GetBytes(text));
    }

    private static List<string> Read(RecordFile file)
    {
        List<string> read = [];
        file.Refresh(() => read.Add("begin"), (_, record) => read.Add(Encoding.UTF8.GetString(record)));
        return read;
    }
}
