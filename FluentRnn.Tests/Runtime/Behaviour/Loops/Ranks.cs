using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

static partial class PlainLoops
{
    static Sample Ranks(Arguments a)
    {
        var net = new Ranks(2, dtype: ScalarType.Float64);
        var (frame, mean0, row0, outer0, image0) = (a.Sequence(2, 3, 4), a.Constant(), a.Constant(4), a.Constant(4, 4), a.Constant(2, 3, 4));
        return Sample.Of(net, a, () => net.forward(frame, new(mean0, row0, outer0, image0)), () =>
        {
            var (mean, row, outer, image, images, means) = (mean0, row0, outer0, image0, new List<Tensor>(), new List<Tensor>());
            for (var t = 0; t < a.Steps; t++)
            {
                image = tanh(net.mix.call(cat([frame.select(1, t), image], 1)));
                row = image.mean([1, 2]) + row;
                outer = 0.5 * outer + einsum("bi,bj->bij", row, row);
                mean = mean + outer.sum([1, 2]);
                images.Add(image);
                means.Add(mean);
            }

            return [a.Stacked(images, 2, 3, 4), a.Stacked(means), a.Steps == 0 ? a.NoLast(4, 4) : outer, mean, row, outer, image];
        });
    }
}
