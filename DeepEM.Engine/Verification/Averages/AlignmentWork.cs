using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>What is needed to hold a piece of crops against classes: memory of the host and of the device.</summary>
internal sealed class AlignmentWork : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly float[] _summaryValues;
    private readonly float[] _membershipValues;
    private readonly float[] _sumValues;
    private readonly Tensor _references;
    private readonly Tensor _biases;
    private readonly Tensor _summaries;
    private readonly Tensor _memberships;
    private readonly Tensor _sums;

    /// <summary>Allocates.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="references">The classes.</param>
    /// <param name="crops">Most crops of a piece.</param>
    public AlignmentWork(IComputeBackend backend, ClassReferences references, int crops)
    {
        _backend = backend;
        _summaryValues = new float[crops * AlignmentShape.SummaryLength];
        _membershipValues = new float[crops * references.Classes];
        _sumValues = new float[references.Coefficients.Length];
        _references = backend.Allocate(references.Coefficients.Length);
        _references.Upload(references.Coefficients);
        _biases = backend.Allocate(_membershipValues.Length);
        _summaries = backend.Allocate(_summaryValues.Length);
        _memberships = backend.Allocate(_membershipValues.Length);
        _sums = backend.Allocate(_sumValues.Length);
    }

    /// <summary>Holds crops against the classes.</summary>
    /// <param name="given">Coefficients of the crops, and what is known of shifts.</param>
    /// <param name="biases">log π − β E of each crop and class.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="poses">Receives how the crops lie.</param>
    /// <param name="first">Row of the first of them.</param>
    /// <param name="sums">Receives the crops added up, where the shape asks for that.</param>
    public void Align(
        (Tensor Crops, Tensor ShiftPriors) given,
        float[] biases,
        AlignmentShape shape,
        PoseTable poses,
        int first,
        ClassSums? sums)
    {
        using Tensor biasTensor = _biases.Slice(0, biases.Length);
        using Tensor summaries = _summaries.Slice(0, shape.Crops * AlignmentShape.SummaryLength);
        using Tensor memberships = _memberships.Slice(0, biases.Length);
        biasTensor.Upload(biases);
        _backend.Alignment.Align(
            given.Crops, _references, biasTensor, given.ShiftPriors, summaries, memberships, _sums, shape);
        Span<float> summaryValues = _summaryValues.AsSpan(0, (int)summaries.Length);
        Span<float> membershipValues = _membershipValues.AsSpan(0, biases.Length);
        summaries.Download(summaryValues);
        memberships.Download(membershipValues);
        poses.Take(first, shape.Crops, summaryValues, membershipValues);
        if (sums is not null)
        {
            _sums.Download(_sumValues);
            sums.Add(_sumValues);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _references.Dispose();
        _biases.Dispose();
        _summaries.Dispose();
        _memberships.Dispose();
        _sums.Dispose();
    }
}
