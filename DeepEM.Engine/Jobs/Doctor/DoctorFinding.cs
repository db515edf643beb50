namespace DeepEM.Engine.Jobs.Doctor;

/// <summary>One thing of this machine that was looked at.</summary>
/// <param name="Subject">What, in a word or two.</param>
/// <param name="Text">What was found, one line.</param>
/// <param name="Advice">What is wrong with it and what can be done, one line; null where all is well.</param>
public sealed record DoctorFinding(string Subject, string Text, string? Advice = null);
