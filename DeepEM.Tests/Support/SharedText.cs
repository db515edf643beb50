namespace DeepEM.Tests.Support;

/// <summary>A text that one thread writes while another reads it.</summary>
internal sealed class SharedText : StringWriter
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (_lock)
        {
            base.Write(value);
        }
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count)
    {
        lock (_lock)
        {
            base.Write(buffer, index, count);
        }
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        lock (_lock)
        {
            base.Write(value);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lock)
        {
            return base.ToString();
        }
    }
}
