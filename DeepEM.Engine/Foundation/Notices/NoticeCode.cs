namespace DeepEM.Engine.Foundation.Notices;

/// <summary>What notices are about, for whoever counts or filters them; a code never changes its meaning.</summary>
public static class NoticeCode
{
    /// <summary>Micrographs have no fine grain, as after denoising.</summary>
    public const string LooksDenoised = "looks-denoised";

    /// <summary>A file is not what it should be; the text says which field or line.</summary>
    public const string InvalidFile = "invalid-file";

    /// <summary>Neither file nor list says the pixel size.</summary>
    public const string PixelSizeUnknown = "pixel-size-unknown";

    /// <summary>Nothing says the particle's diameter.</summary>
    public const string DiameterUnknown = "diameter-unknown";

    /// <summary>How a picking is set up.</summary>
    public const string PickingSetup = "picking-setup";

    /// <summary>A particle measures too few pixels of a micrograph.</summary>
    public const string PixelSizeUnfit = "pixel-size-unfit";

    /// <summary>Micrographs of one training differ in pixel size.</summary>
    public const string PixelSizesDiffer = "pixel-sizes-differ";

    /// <summary>The pixel size of a file is impossible, or not the same along both axes.</summary>
    public const string PixelSizeOdd = "pixel-size-odd";

    /// <summary>A file holds several images and none was named.</summary>
    public const string SeveralImages = "several-images";

    /// <summary>A header says something that is read in spite of the standard.</summary>
    public const string HeaderOdd = "header-odd";

    /// <summary>A TIFF file asks to be shown turned, which is ignored.</summary>
    public const string TiffOrientation = "tiff-orientation";

    /// <summary>There are bytes after the image.</summary>
    public const string TrailingBytes = "trailing-bytes";

    /// <summary>Pixels were no numbers and were replaced.</summary>
    public const string DamagedPixels = "damaged-pixels";

    /// <summary>Every pixel has the same grey level.</summary>
    public const string BlankImage = "blank-image";

    /// <summary>A colour picture was made grey, or its transparency ignored.</summary>
    public const string ColourPicture = "colour-picture";

    /// <summary>Particles lie outside their micrograph.</summary>
    public const string OutsideMicrograph = "outside-micrograph";

    /// <summary>Coordinates are those of a binned image, or of a finer one.</summary>
    public const string CoordinatesScaled = "coordinates-scaled";

    /// <summary>Coordinates have x and y exchanged.</summary>
    public const string AxesSwapped = "axes-swapped";

    /// <summary>Coordinates are mirrored along x.</summary>
    public const string MirroredInX = "mirrored-x";

    /// <summary>Coordinates are mirrored along y.</summary>
    public const string MirroredInY = "mirrored-y";

    /// <summary>Coordinates are mirrored along both axes.</summary>
    public const string MirroredInBoth = "mirrored-both";

    /// <summary>The size of a micrograph is needed and not known.</summary>
    public const string SizeUnknown = "size-unknown";

    /// <summary>The size of a micrograph is not what its picks say.</summary>
    public const string SizesDiffer = "sizes-differ";

    /// <summary>A format needs the size of the boxes, which is not known.</summary>
    public const string BoxSizeUnknown = "box-size-unknown";

    /// <summary>Rows of a table of picks were left out or read in a certain way.</summary>
    public const string PicksOdd = "picks-odd";

    /// <summary>Origins in angstrom were divided by a pixel size that may not be the micrographs'.</summary>
    public const string OriginsUncertain = "origins-uncertain";

    /// <summary>Columns of a table of particles were not written, or do not hold for what is written.</summary>
    public const string ColumnsNotKept = "columns-not-kept";

    /// <summary>A table counts y from the last row.</summary>
    public const string CountsFromLastRow = "counts-from-last-row";

    /// <summary>Boxes below the usual threshold of the program that made them.</summary>
    public const string LowConfidence = "low-confidence";

    /// <summary>Class averages look as those of noise do.</summary>
    public const string AveragesDoubtful = "averages-doubtful";

    /// <summary>The noise of micrographs could not be measured.</summary>
    public const string NoiseUnseen = "noise-unseen";

    /// <summary>A file or set holds no picks.</summary>
    public const string NoPicks = "no-picks";

    /// <summary>Picks or micrographs have no counterpart.</summary>
    public const string Unmatched = "unmatched";

    /// <summary>No picks at all belong to the micrographs that were given.</summary>
    public const string NothingMatched = "nothing-matched";

    /// <summary>Files of a folder were not taken for micrographs because of their names.</summary>
    public const string NotMicrographs = "not-micrographs";

    /// <summary>What was given contradicts what the files say.</summary>
    public const string Contradiction = "contradiction";

    /// <summary>Micrographs have no mask in the folder that was given.</summary>
    public const string MaskMissing = "mask-missing";

    /// <summary>Masks removed a good part of what would have been picked.</summary>
    public const string MaskRemoved = "mask-removed";

    /// <summary>Labels lie on masked places and were left out.</summary>
    public const string LabelsMasked = "labels-masked";

    /// <summary>Micrographs were inverted.</summary>
    public const string ContrastInverted = "contrast-inverted";

    /// <summary>The contrast that was asked for is not the one that the labels show.</summary>
    public const string ContrastContradicted = "contrast-contradicted";

    /// <summary>A training has less to learn from, or to judge by, than was asked for.</summary>
    public const string FewLabels = "few-labels";

    /// <summary>Picks are of several kinds, and one of them is learnt.</summary>
    public const string SelectionTypes = "selection-types";

    /// <summary>A share of unlabelled particles has to be given.</summary>
    public const string PriorNeeded = "prior-needed";

    /// <summary>No threshold reaches the precision that was asked for.</summary>
    public const string PrecisionOutOfReach = "precision-out-of-reach";

    /// <summary>Where a training starts or resumes.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>A checkpoint could not be written.</summary>
    public const string CheckpointNotKept = "checkpoint-not-kept";

    /// <summary>A checkpoint is there, and nobody said whether to resume or to replace it.</summary>
    public const string CheckpointThere = "checkpoint-there";

    /// <summary>An output is one of the inputs.</summary>
    public const string OutputIsInput = "output-is-input";

    /// <summary>A folder holds the picks of another micrograph under the same name.</summary>
    public const string OutputTaken = "output-taken";

    /// <summary>A model is there, and nobody said that it is to be replaced.</summary>
    public const string ModelThere = "model-there";

    /// <summary>Labels or what was learnt from them cannot be right.</summary>
    public const string LabelsDoubtful = "labels-doubtful";

    /// <summary>A pixel size contradicts another, or is one that programs write where they know none.</summary>
    public const string PixelSizeDoubtful = "pixel-size-doubtful";

    /// <summary>The network recognises particles at a size that the diameter does not give them.</summary>
    public const string DiameterDoubtful = "diameter-doubtful";

    /// <summary>Pictures were asked for and not drawn.</summary>
    public const string PicturesMissing = "pictures-missing";

    /// <summary>A file is there, and nobody said that it may be replaced.</summary>
    public const string OutputExists = "output-exists";

    /// <summary>A picture could not be drawn; all else is written.</summary>
    public const string PictureNotDrawn = "picture-not-drawn";

    /// <summary>Settings that are right one by one, not together.</summary>
    public const string SettingsConflict = "settings-conflict";

    /// <summary>An earlier result could not be used.</summary>
    public const string EarlierResult = "earlier-result";

    /// <summary>A device failed, or had too little memory for the tiles that were tried first.</summary>
    public const string Device = "device";

    /// <summary>There is nothing to learn from.</summary>
    public const string TrainingData = "training-data";

    /// <summary>Scores say nothing, as all are equal.</summary>
    public const string ScoresEqual = "scores-equal";

    /// <summary>A micrograph of a picking in shards is not finished.</summary>
    public const string ShardMissing = "shard-missing";

    /// <summary>How a place is watched, and why that ended.</summary>
    public const string Watching = "watching";

    /// <summary>A file has not become complete for a minute.</summary>
    public const string FileIncomplete = "file-incomplete";

    /// <summary>A file has changed after it was picked.</summary>
    public const string FileChanged = "file-changed";

    /// <summary>A watched place cannot be read.</summary>
    public const string PlaceUnreadable = "place-unreadable";

    /// <summary>A request of a page could not be answered.</summary>
    public const string RequestFailed = "request-failed";

    /// <summary>Something that somebody should look at now.</summary>
    public const string Alarm = "alarm";

    /// <summary>Two micrographs of a project have one name.</summary>
    public const string NameClash = "name-clash";

    /// <summary>Another program has a project open.</summary>
    public const string ProjectInUse = "project-in-use";

    /// <summary>Edits are kept, but not in the files of labels yet.</summary>
    public const string NotSaved = "not-saved";

    /// <summary>Another program has changed files of labels.</summary>
    public const string LabelsChanged = "labels-changed";

    /// <summary>There is nothing yet to work on.</summary>
    public const string NothingThere = "nothing-there";
}
