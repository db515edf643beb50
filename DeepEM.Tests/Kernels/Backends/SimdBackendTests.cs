using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Backends;

/// <summary>Memory, threads and what does not depend on them.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class SimdBackendTests(string backendName) : BackendTests(backendName)
{
    private static readonly ConvolutionShape _first = new(0, 1, 12, 13, 8, 3, 4);
    private static readonly PoolingShape _halving = new(0, 8, 10, 10, 2, false);
    private static readonly ImageShape _pooled = new(0, 8, 5, 5);

    [Test]
    public void A_slice_ends_with_its_owner()
    {
        Tensor whole = Backend.Flat([1, 2, 3, 4, 5]);
        using Tensor part = whole.Slice(1, 4);
        using Tensor inner = part.Slice(1, 2);
        whole.Dispose();
        Assert.That(() => inner.Read(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void ForEach_runs_every_item_once_and_never_two_with_one_worker()
    {
        int[] runs = new int[500];
        int[] inside = new int[Backend.Workers];
        Backend.ForEach(runs.Length, (worker, item) =>
        {
            Assert.That(Interlocked.Increment(ref inside[worker]), Is.EqualTo(1));
            Interlocked.Increment(ref runs[item]);
            Interlocked.Decrement(ref inside[worker]);
        });
        Assert.That(runs, Is.All.EqualTo(1));
    }

    [Test]
    public void ForEach_passes_on_an_exception_and_works_afterwards()
    {
        for (int round = 0; round < 20; round++)
        {
            Assert.That(
                () => Backend.ForEach(50, (_, item) => ArgumentOutOfRangeException.ThrowIfEqual(item, 17)),
                Throws.InstanceOf<ArgumentOutOfRangeException>());
            int count = 0;
            Backend.ForEach(50, (_, _) => Interlocked.Increment(ref count));
            Assert.That(count, Is.EqualTo(50));
        }
    }

    [Test]
    public void ForEach_cannot_be_nested() =>
        Assert.That(
            () => Backend.ForEach(1, (_, _) => Backend.ForEach(1, (_, _) => { })), Throws.InvalidOperationException);

    [Test]
    public void One_and_two_threads_give_the_same_bytes()
    {
        using SimdBackend single = new(1, ((SimdBackend)Backend).Width);
        float[] alone = TrainingGradients(single);
        for (int repetition = 0; repetition < 3; repetition++)
        {
            Assert.That(TrainingGradients(Backend), Is.EqualTo(alone));
        }
    }

    [Test]
    public void Operations_met_before_allocate_nothing()
    {
        using Step step = new(Backend, Backend.ChunkImages + 1);
        step.Run(Backend);
        step.Run(Backend);
        long before = GC.GetAllocatedBytesForCurrentThread();
        step.Run(Backend);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Nonsense_is_refused_at_the_start()
    {
        Assert.That(() => new SimdBackend(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SimdBackend(1, (SimdWidth)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Backend.Allocate(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Backend.AllocateImages(new ImageShape(1, 0, 1, 1), ImageLayout.Patches), Throws.ArgumentException);
        Assert.That(Backend.DeviceName, Is.EqualTo($"{Backend.Arithmetic}, 2 threads"));
    }

    [Test]
    public void The_tensor_of_another_backend_is_refused()
    {
        using SimdBackend other = new(1, ((SimdBackend)Backend).Width);
        using Tensor foreign = other.Allocate(3);
        using Tensor own = Backend.Allocate(3);
        Assert.That(
            () => Backend.Updates.Accumulate(own, foreign), Throws.ArgumentException.With.Message.Contains("another"));
    }

    private static float[] TrainingGradients(IComputeBackend backend)
    {
        const int chunks = 5;
        Step[] steps = new Step[chunks];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            steps[chunk] = new Step(backend, chunk == 4 ? 3 : backend.ChunkImages, chunk);
        }

        backend.ForEach(chunks, (_, chunk) => steps[chunk].Run(backend));
        for (int chunk = 1; chunk < chunks; chunk++)
        {
            backend.Updates.Accumulate(steps[0].WeightsGradient, steps[chunk].WeightsGradient);
        }

        float[] sum = steps[0].WeightsGradient.Read();
        foreach (Step step in steps)
        {
            step.Dispose();
        }

        return sum;
    }

    // Forward and backward through convolution, pooling, dense layer and loss.
    private sealed class Step : IDisposable
    {
        private readonly int _batch;
        private readonly Tensor _input;
        private readonly Tensor _weights;
        private readonly Tensor _bias;
        private readonly Tensor _convolved;
        private readonly Tensor _convolvedGradient;
        private readonly Tensor _inputGradient;
        private readonly Tensor _pool;
        private readonly Tensor _poolGradient;
        private readonly Tensor _dense;
        private readonly Tensor _denseBias;
        private readonly Tensor _denseGradient;
        private readonly Tensor _logits;
        private readonly Tensor _targets;
        private readonly Tensor _losses;
        private readonly Tensor _slopes;

        public Step(IComputeBackend backend, int batch, int seed = 0)
        {
            ConvolutionShape first = _first with { Batch = batch };
            ImageShape one = new(batch, 1, 1, 1);
            _batch = batch;
            _input = Filled(backend.AllocateImages(first.Input, ImageLayout.Patches), seed);
            _weights = Filled(backend.Allocate(first.WeightsLength), 1);
            _bias = Filled(backend.Allocate(8), 2);
            _convolved = backend.AllocateImages(first.Output, ImageLayout.Patches);
            _convolvedGradient = backend.AllocateImages(first.Output, ImageLayout.Patches);
            _inputGradient = backend.AllocateImages(first.Input, ImageLayout.Patches);
            _pool = backend.AllocateImages(_pooled with { Batch = batch }, ImageLayout.Patches);
            _poolGradient = backend.AllocateImages(_pooled with { Batch = batch }, ImageLayout.Patches);
            _dense = Filled(backend.Allocate(200), 3);
            _denseBias = Filled(backend.Allocate(1), 4);
            _denseGradient = backend.Allocate(200);
            _logits = backend.AllocateImages(one, ImageLayout.Patches);
            _targets = Filled(backend.AllocateImages(one, ImageLayout.Patches), 5);
            _losses = backend.AllocateImages(one, ImageLayout.Patches);
            _slopes = backend.AllocateImages(one, ImageLayout.Patches);
            WeightsGradient = backend.Allocate(first.WeightsLength);
        }

        public Tensor WeightsGradient { get; }

        public void Run(IComputeBackend backend)
        {
            ConvolutionShape first = _first with { Batch = _batch };
            PoolingShape pool = _halving with { Batch = _batch };
            ImageShape pooled = _pooled with { Batch = _batch };
            backend.Layers.ConvolutionForward(_input, _weights, _bias, _convolved, first, ActivationKind.Sigmoid);
            backend.Layers.PoolingForward(_convolved, _pool, pool, PoolingKind.Max);
            backend.Layers.DenseForward(_pool, _dense, _denseBias, _logits, pooled, 1);
            backend.Layers.Loss(_logits, _targets, _targets, _losses, _slopes, _batch, LossKind.BinaryCrossEntropy);
            backend.Layers.DenseBackwardWeights(_pool, _slopes, _denseGradient, _denseBias, pooled, 1);
            backend.Layers.DenseBackwardInput(_slopes, _dense, _poolGradient, pooled, 1);
            backend.Layers.PoolingBackward(_convolved, _poolGradient, _convolvedGradient, pool, PoolingKind.Max);
            backend.Layers.ActivationBackward(_convolved, _convolvedGradient, first.Output, ActivationKind.Sigmoid);
            backend.Layers.ConvolutionBackwardInput(_convolvedGradient, _weights, _inputGradient, first);
            backend.Layers.ConvolutionBackwardWeights(_input, _convolvedGradient, WeightsGradient, _bias, first);
        }

        public void Dispose()
        {
            Tensor[] all =
            [
                _input, _weights, _bias, _convolved, _convolvedGradient, _inputGradient, _pool, _poolGradient, _dense,
                _denseBias, _denseGradient, _logits, _targets, _losses, _slopes, WeightsGradient,
            ];
            foreach (Tensor tensor in all)
            {
                tensor.Dispose();
            }
        }

        private static Tensor Filled(Tensor tensor, int seed)
        {
            tensor.Upload(Numbers.Floats(Numbers.Draw(seed, tensor.Length)));
            return tensor;
        }
    }
}
