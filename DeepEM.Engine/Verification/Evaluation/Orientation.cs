using System.Text.Json.Serialization;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How picks may lie relative to the labels.</summary>
public enum Orientation
{
    /// <summary>Both count x and y in the same directions.</summary>
    [JsonStringEnumMemberName("as_given")]
    AsGiven,

    /// <summary>y of the picks counts from the last row: y → H−1−y.</summary>
    [JsonStringEnumMemberName("mirrored_in_y")]
    MirroredInY,

    /// <summary>x of the picks counts from the last column: x → W−1−x.</summary>
    [JsonStringEnumMemberName("mirrored_in_x")]
    MirroredInX,

    /// <summary>Both are mirrored: the picks are turned by half a turn.</summary>
    [JsonStringEnumMemberName("mirrored_in_both")]
    MirroredInBoth,
}
