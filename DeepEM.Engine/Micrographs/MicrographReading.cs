using System.Text.Json.Serialization;

namespace DeepEM.Engine.Micrographs;

/// <summary>How micrographs are read where their files leave a choice.</summary>
public sealed record MicrographReading
{
    /// <summary>Files of one image, rows as RELION has them.</summary>
    public static MicrographReading Default { get; } = new();

    /// <summary>Which image of a stack or of a file of several pages, from 0; null where files must hold one image.
    /// </summary>
    public int? Slice { get; init; }

    /// <summary>Which row becomes y = 0.</summary>
    public RowOrder Rows { get; init; } = RowOrder.AsRelion;

    /// <summary>Whether pixels that are no grey level become NaN; else the mean around them takes their place.
    /// </summary>
    /// <remarks>No part of what is written as JSON: a run that goes on compares that with what began it.</remarks>
    [JsonIgnore]
    public bool KeepsDamage { get; init; }
}
