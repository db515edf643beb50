namespace DeepEM.Engine.Verification.Averages;

/// <summary>One order for the same crops, however they were added.</summary>
internal static class CropOrder
{
    /// <summary>Brings crops into order: by micrograph, then row, then column.</summary>
    /// <param name="crops">All crops.</param>
    /// <param name="numbers">Some of them.</param>
    /// <returns>The same numbers in order.</returns>
    public static int[] Of(ParticleCrops crops, IEnumerable<int> numbers) =>
    [
        .. numbers
            .OrderBy(number => crops.Places[number].Micrograph)
            .ThenBy(number => crops.Places[number].Y)
            .ThenBy(number => crops.Places[number].X),
    ];
}
