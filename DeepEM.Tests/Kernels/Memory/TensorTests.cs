using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Memory;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class TensorTests(string backendName) : BackendTests(backendName)
{
    private static readonly ImageShape _shape = new(3, 2, 5, 7);

    [Test]
    public void Images_read_back_as_written([Values] ImageLayout layout, [Values(1, 3, 16, 19)] int batch)
    {
        ImageShape shape = _shape with { Batch = batch };
        double[] values = Numbers.Draw(1, shape.Length);
        using Tensor tensor = Backend.Images(shape, values, layout);
        Assert.That(tensor.Read(), Is.EqualTo(Numbers.Floats(values)));
        Assert.That(tensor.Images, Is.EqualTo(shape));
        Assert.That(tensor.Length, Is.EqualTo(shape.Length));
    }

    [Test]
    public void New_tensor_is_zero([Values] ImageLayout layout)
    {
        using Tensor images = Backend.AllocateImages(_shape, layout);
        using Tensor flat = Backend.Allocate(1000);
        Assert.That(images.Read(), Is.All.Zero);
        Assert.That(flat.Read(), Is.All.Zero);
    }

    [Test]
    public void Upload_of_fewer_images_clears_the_rest([Values] ImageLayout layout)
    {
        using Tensor tensor = Backend.ImagesOutput(_shape, layout);
        double[] first = Numbers.Draw(2, _shape.ImageLength);
        tensor.Upload(Numbers.Floats(first));
        Assert.That(tensor.Read(), Is.EqualTo(Numbers.Floats([.. first, .. new double[2 * first.Length]])));
    }

    [Test]
    public void Download_of_fewer_images_gives_the_first([Values] ImageLayout layout)
    {
        double[] values = Numbers.Draw(3, _shape.Length);
        using Tensor tensor = Backend.Images(_shape, values, layout);
        float[] two = new float[2 * _shape.ImageLength];
        tensor.Download(two);
        Assert.That(two, Is.EqualTo(Numbers.Floats(values[..two.Length])));
    }

    [Test]
    public void Memory_of_the_host_goes_there_and_back([Values] ImageLayout layout)
    {
        double[] values = Numbers.Draw(4, _shape.Length);
        int two = (int)(2 * _shape.ImageLength);
        using HostBuffer host = Backend.AllocateHost(two + 1);
        Numbers.Floats(values[..two]).CopyTo(host.Values);
        host.Values[^1] = 9;
        using Tensor tensor = Backend.ImagesOutput(_shape, layout);
        tensor.Upload(host, two);
        host.Values.Clear();
        Assert.That(
            tensor.Read(), Is.EqualTo(Numbers.Floats([.. values[..two], .. new double[_shape.ImageLength]])));

        tensor.Download(host, two);
        Assert.That(host.Values.ToArray(), Is.EqualTo(Numbers.Floats([.. values[..two], 0])));
        Assert.That(() => tensor.Upload(host, two + 2), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => tensor.Download(host, two + 1), Throws.InstanceOf<ArgumentException>());
    }

    // Beyond what is copied in one piece, and beyond all the pieces that can be under way.
    [TestCase((1 << 20) + 5)]
    [TestCase((9 << 20) + 3)]
    public void Many_values_read_back_as_written(int length)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = i;
        }

        float[] read = new float[length];
        using Tensor tensor = Backend.Allocate(length);
        tensor.Upload(values);
        tensor.Download(read);
        Assert.That(read.AsSpan().SequenceEqual(values));

        using HostBuffer host = Backend.AllocateHost(length);
        values.AsSpan().Reverse();
        values.CopyTo(host.Values);
        tensor.Upload(host, length);
        host.Values.Clear();
        tensor.Download(host, length);
        Assert.That(host.Values.SequenceEqual(values));
    }

    // Each sum must see the values of its own upload, although uploads do not wait for the operations before.
    [TestCase(10)]
    [TestCase(50_000)]
    public void Uploads_take_their_turn_between_operations(int length)
    {
        using Tensor sum = Backend.Allocate(length);
        using Tensor addend = Backend.Allocate(length);
        float[] values = new float[length];
        for (int step = 1; step <= 40; step++)
        {
            Array.Fill(values, step);
            addend.Upload(values);
            Backend.Updates.Accumulate(sum, addend);
        }

        Assert.That(sum.Read(), Is.All.EqualTo(40 * 41 / 2f));
    }

    [Test]
    public void Clear_writes_zeros([Values] ImageLayout layout)
    {
        using Tensor tensor = Backend.ImagesOutput(_shape, layout);
        tensor.Clear();
        Assert.That(tensor.Read(), Is.All.Zero);
    }

    [Test]
    public void Slice_shares_the_memory_and_outlives_its_disposal()
    {
        using Tensor whole = Backend.Flat([1, 2, 3, 4, 5]);
        using (Tensor part = whole.Slice(1, 3))
        {
            Assert.That(part.Read(), Is.EqualTo(new float[] { 2, 3, 4 }));
            part.Upload([20, 30, 40]);
            using Tensor last = part.Slice(2, 1);
            last.Clear();
        }

        Assert.That(whole.Read(), Is.EqualTo(new float[] { 1, 20, 30, 0, 5 }));
    }

    [Test]
    public void Slice_beyond_the_tensor_is_rejected()
    {
        using Tensor whole = Backend.Allocate(5);
        Assert.That(() => whole.Slice(-1, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => whole.Slice(3, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => whole.Slice(6, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        using Tensor images = Backend.AllocateImages(_shape, ImageLayout.Patches);
        Assert.That(() => images.Slice(0, 1), Throws.InvalidOperationException);
    }

    [Test]
    public void Parts_of_an_image_and_too_many_images_are_rejected([Values] ImageLayout layout)
    {
        using Tensor tensor = Backend.AllocateImages(_shape, layout);
        float[] part = new float[_shape.ImageLength - 1];
        float[] four = new float[4 * _shape.ImageLength];
        Assert.That(() => tensor.Upload(part), Throws.ArgumentException);
        Assert.That(() => tensor.Upload(four), Throws.ArgumentException);
        Assert.That(() => tensor.Download(part), Throws.ArgumentException);
        Assert.That(() => tensor.Download(four), Throws.ArgumentException);
    }

    [Test]
    public void Empty_extents_are_rejected()
    {
        Assert.That(() => Backend.Allocate(0), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => Backend.AllocateImages(_shape with { Channels = 0 }, ImageLayout.Patches),
            Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void ForEach_runs_every_item_once_on_a_valid_worker()
    {
        int[] runs = new int[10];
        Backend.ForEach(10, (worker, item) =>
        {
            Assert.That(worker, Is.InRange(0, Backend.Workers - 1));
            Interlocked.Increment(ref runs[item]);
        });
        Assert.That(runs, Is.All.EqualTo(1));
    }
}
