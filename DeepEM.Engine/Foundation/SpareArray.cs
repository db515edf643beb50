namespace DeepEM.Engine.Foundation;

/// <summary>One array that is left for whoever needs as long a one next.</summary>
/// <remarks>Unlike the shared pool's its arrays have the very length that was asked for. Any thread may call.</remarks>
/// <typeparam name="T">The elements.</typeparam>
internal sealed class SpareArray<T>
{
    private T[]? _spare;

    /// <summary>Takes the spare array, or makes one.</summary>
    /// <param name="length">Its elements; what they hold is left from the last use.</param>
    public T[] Take(int length)
    {
        T[]? spare = Interlocked.Exchange(ref _spare, null);
        return spare?.Length == length ? spare : new T[length];
    }

    /// <summary>Leaves an array, which is not to be used any more.</summary>
    public void Leave(T[] array) => Interlocked.Exchange(ref _spare, array);
}
