namespace DeepEM.Engine.Foundation.NumPy;

/// <summary>One field of a structured NumPy array.</summary>
/// <param name="Name">Its name, for example <c>location/center_x_frac</c>.</param>
/// <param name="Kind">NumPy's letter: <c>f</c> float, <c>i</c> signed, <c>u</c> unsigned, <c>b</c> truth value,
/// <c>S</c> bytes, <c>U</c> UTF-32 text.</param>
/// <param name="ItemSize">Bytes of one element; of text: of the whole text.</param>
/// <param name="Count">Elements per row, more than 1 for a sub-array.</param>
/// <param name="Offset">First byte within a row.</param>
public readonly record struct NumPyField(string Name, char Kind, int ItemSize, int Count, int Offset)
{
    /// <summary>The type as a header has it, for messages and for writing: for example <c>&lt;f4</c>.</summary>
    public string Type => Kind switch
    {
        'S' => $"|S{ItemSize}",
        'U' => $"<U{ItemSize / 4}",
        _ => (ItemSize == 1 ? "|" : "<") + $"{Kind}{ItemSize}",
    };

    /// <summary>Bytes of the field in one row.</summary>
    public int Size => ItemSize * Count;
}
