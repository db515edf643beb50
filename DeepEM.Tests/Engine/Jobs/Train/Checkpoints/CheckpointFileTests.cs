using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Training;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train.Checkpoints;

[TestFixture]
public sealed class CheckpointFileTests
{
    private static readonly float[] _weights = [1, 2.5f];
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Everything_is_read_back_as_it_was_written()
    {
        CheckpointContent read = CheckpointFile.Read(_folder.Write("c", Bytes()));

        Assert.That(read.Position, Is.EqualTo("round 1, step 5 of 9"));
        Assert.That(read.Facts, Is.EquivalentTo(new Dictionary<string, string> { ["Seed"] = "1", ["state:x"] = "é" }));
        int step = 0;
        float[] weights = [];
        read.State.ExchangeValue("step", ref step);
        read.State.ExchangeArray("weights", ref weights);
        Assert.That(step, Is.EqualTo(5));
        Assert.That(weights, Is.EqualTo(_weights));
    }

    [Test]
    public void Any_changed_byte_is_refused()
    {
        byte[] bytes = Bytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 4;
            string path = _folder.Write("c", changed);
            Assert.That(
                () => CheckpointFile.Read(path),
                Throws.InstanceOf<InvalidFileException>().With.Message.StartsWith(path),
                $"byte {i}, {(char)bytes[i]}");
        }
    }

    [Test]
    public void Any_shortened_file_is_refused()
    {
        byte[] bytes = Bytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            string path = _folder.Write("c", bytes[..length]);
            Assert.That(() => CheckpointFile.Read(path), Throws.InstanceOf<InvalidFileException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Model_is_no_checkpoint()
    {
        string path = _folder.Write("m", SmallData.Bytes(SmallData.Shared.Model));
        Assert.That(
            () => CheckpointFile.Read(path),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains(
                "kind is 'deepem-picking-model', expected 'deepem-training-checkpoint'"));
    }

    private static byte[] Bytes()
    {
        var state = new TrainingState();
        int step = 5;
        float[] weights = _weights;
        state.ExchangeValue("step", ref step);
        state.ExchangeArray("weights", ref weights);
        using var stream = new MemoryStream();
        var facts = new Dictionary<string, string> { ["Seed"] = "1", ["state:x"] = "é" };
        CheckpointFile.Write(stream, new CheckpointContent("round 1, step 5 of 9", facts, state));
        return stream.ToArray();
    }
}
