using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>A model's network on a device, in all orientations in which windows are scored.</summary>
internal sealed class OrientedNetwork : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly PickingModel _model;
    private readonly PickingSettings _settings;
    private readonly NetworkParameters[] _parameters;

    /// <summary>Uploads the network, turned as often as is asked for.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model.</param>
    /// <param name="settings">How places become picks.</param>
    public OrientedNetwork(IComputeBackend backend, PickingModel model, PickingSettings settings)
    {
        (_backend, _model, _settings) = (backend, model, settings);
        int[] orientations = Orientations(settings.Turns ?? model.Turns, model.Network);
        _parameters = [.. orientations.Select(turn => Turned(backend, model, turn))];
    }

    /// <summary>A finder that scores with this network; must not outlive it.</summary>
    public CandidateFinder NewFinder() => new(_backend, _model, _parameters, _settings);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NetworkParameters parameters in _parameters)
        {
            parameters.Dispose();
        }
    }

    // Of the eight orientations of WindowCutter those that give the most for their number; a network that leaves a row
    // of its maps out sees every window upright.
    private static int[] Orientations(int turns, NetworkDescription network) =>
        (network.PoolingsTile ? turns : 1) switch
        {
            1 => [0],
            2 => [0, 2],
            4 => [0, 1, 2, 3],
            8 => [0, 1, 2, 3, 4, 5, 6, 7],
            _ => throw new ArgumentOutOfRangeException(nameof(turns), turns, "Turns are 1, 2, 4 or 8."),
        };

    private static NetworkParameters Turned(IComputeBackend backend, PickingModel model, int orientation)
    {
        var parameters = new NetworkParameters(backend, model.Network);
        parameters.All.Upload(orientation == 0
            ? model.Parameters.Span
            : TurnedParameters.Of(model.Network, model.Parameters.Span, orientation));
        return parameters;
    }
}
