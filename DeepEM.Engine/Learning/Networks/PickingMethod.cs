namespace DeepEM.Engine.Learning.Networks;

/// <summary>A way of training and picking: the default one, or the published one.</summary>
/// <remarks>
/// What differs between the two is asked here and nowhere else: how often micrographs are binned, what the network sees
/// of them, and by <see cref="Choose"/> what is made for one or the other, a picker or a recipe.
/// </remarks>
public sealed class PickingMethod
{
    private PickingMethod(bool seesRaw) => SeesRaw = seesRaw;

    /// <summary>Binned, flattened and normalised micrographs, scored at once.</summary>
    public static PickingMethod Default { get; } = new(seesRaw: false);

    /// <summary>Grey levels as they were read, scanned window by window; Zhu, Ouyang, Mao (2017).</summary>
    public static PickingMethod Published { get; } = new(seesRaw: true);

    /// <summary>Whether the network sees the grey levels as they were read, and every window is normalised alone.
    /// </summary>
    public bool SeesRaw { get; }

    /// <summary>Whether a training heeds that whoever labelled has left particles out; as published it does not.
    /// </summary>
    public bool HeedsMissingLabels => !SeesRaw;

    /// <summary>What is normalised before the network sees it, as model files say it.</summary>
    public string Normalisation => Choose(() => "micrograph", () => "window");

    /// <summary>The method that a preset belongs to.</summary>
    /// <param name="preset">The preset.</param>
    public static PickingMethod Of(NetworkPreset preset) => preset == NetworkPreset.Auto ? Default : Published;

    /// <summary>How many times micrographs are binned for the network.</summary>
    /// <param name="diameter">Diameter of the particle in pixels of the unbinned micrograph.</param>
    /// <returns>Original pixels per pixel that the network sees, along each side; need not be whole.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The diameter is not a positive number.</exception>
    public double BinningFor(double diameter) => SeesRaw ? 1 : NetworkPresets.BinningFor(diameter);

    /// <summary>Makes what one of the two needs.</summary>
    /// <typeparam name="T">What is made.</typeparam>
    /// <param name="ofDefault">Makes it for the default method.</param>
    /// <param name="ofPublished">Makes it for the published one.</param>
    public T Choose<T>(Func<T> ofDefault, Func<T> ofPublished)
    {
        ArgumentNullException.ThrowIfNull(ofDefault);
        ArgumentNullException.ThrowIfNull(ofPublished);
        return SeesRaw ? ofPublished() : ofDefault();
    }
}
