namespace DeepEM.Engine.Picking.Survey;

/// <summary>One way of showing micrographs to a network, and how much it recognised.</summary>
/// <param name="SeenDiameter">Diameter of the particle, pixels of the image that the network saw.</param>
/// <param name="IsInverted">Whether dark and bright were exchanged.</param>
/// <param name="Certain">Candidates that the network was certain of, on all micrographs together.</param>
/// <param name="Likely">Candidates above the model's threshold.</param>
public sealed record SurveyedSize(double SeenDiameter, bool IsInverted, int Certain, int Likely);
