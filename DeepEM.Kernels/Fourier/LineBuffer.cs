namespace DeepEM.Kernels.Fourier;

/// <summary>As many lines as are transformed together, and working space: one thread's.</summary>
/// <param name="transform">The transform of the lines.</param>
internal sealed class LineBuffer(ILineTransform transform)
{
    private readonly float[] _workspace = new float[transform.WorkspaceLength];

    /// <summary>Real parts, interleaved as in <see cref="ILineTransform"/>.</summary>
    public float[] Real { get; } = new float[checked(transform.Length * ILineTransform.Lanes)];

    /// <summary>Imaginary parts.</summary>
    public float[] Imaginary { get; } = new float[checked(transform.Length * ILineTransform.Lanes)];

    /// <summary>Transforms the lines in place.</summary>
    public void Forward() => transform.Transform(Real, Imaginary, _workspace);

    /// <summary>Transforms the lines back in place, times their length.</summary>
    public void Inverse() => transform.Transform(Imaginary, Real, _workspace);
}
