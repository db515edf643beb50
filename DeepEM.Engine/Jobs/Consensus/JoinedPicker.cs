using System.Text.Json.Serialization;

namespace DeepEM.Engine.Jobs.Consensus;

/// <summary>One of the pickers whose picks were joined.</summary>
/// <param name="Name">How it is called: the shortest end of its path that no other has.</param>
/// <param name="Picks">Its picks.</param>
/// <param name="Micrographs">Micrographs on which it has any.</param>
/// <param name="Precision">Share of particles among them, as the other pickers or its own verification say,
/// 0 to 1.</param>
/// <param name="Recall">Share of the particles that it finds, as the other pickers say, 0 to 1.</param>
public sealed record JoinedPicker(string Name, int Picks, int Micrographs, double Precision, double Recall)
{
    /// <summary>Whether its own verification said the precision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsVerified { get; init; }
}
