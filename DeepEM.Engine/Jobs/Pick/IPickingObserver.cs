using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Follows a picking while it runs; is called by several threads, one method by one of them.</summary>
internal interface IPickingObserver
{
    /// <summary>Model, masks and devices are there, nothing is in the folder yet; locks it, and may wait for
    /// micrographs.</summary>
    void Prepare();

    /// <summary>Before the first micrograph.</summary>
    /// <param name="state">What the picking knows, then and later.</param>
    void Begin(PickingState state);

    /// <summary>A micrograph was found to be finished already.</summary>
    /// <param name="source">The micrograph.</param>
    void Skip(MicrographSource source);

    /// <summary>A micrograph was picked and all its files are written.</summary>
    /// <param name="micrograph">The micrograph; its image is there during the call.</param>
    /// <param name="picks">How many picks are above the threshold.</param>
    /// <param name="figures">What is told of it.</param>
    void Finish(QueuedMicrograph micrograph, int picks, PickingFigures figures);

    /// <summary>A micrograph could not be picked.</summary>
    /// <param name="source">The micrograph.</param>
    /// <param name="failure">Why.</param>
    void Fail(MicrographSource source, Notice failure);
}
