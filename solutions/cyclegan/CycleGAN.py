# %% [markdown]
# # Translating without a dictionary
#
# You have paintings and you have photographs, but no photograph of what was
# painted. Can a network still learn to turn one into the other? It can, if
# it must be able to translate *back* (Zhu et al. 2017). In this notebook you
# write the losses, the networks and the training step of a CycleGAN, watch
# it learn, and measure what it has really learned.
#
# When you have finished, you will be able to
#
# - say what each of the three losses asks for, and what it leaves open,
# - keep a discriminator from chasing the newest fakes,
# - build a residual generator and a discriminator that judges patches,
# - train two generators and two discriminators in one step.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Least squares | `discriminator_loss`, `generator_loss` | 4 | 15 |
# | 2 There and back | `cycle_loss`, `identity_loss` | 6 | 20 |
# | 3 A memory of fakes | `ImagePool` | 7 | 30 |
# | 4 Two networks | `residual_generator`, `patch_discriminator` | 10 | 45 |
# | 5 One step | `cyclegan_step` | 10 | 40 |
# | 6 A written question | a short text | 4 | 15 |
# | 7 A written question | a short text | 3 | 10 |
#
# Each function is checked by itself, with stand-ins for those it calls, so
# that a mistake costs its own points only.

# %% [markdown]
# ## Setup
#
# Install once with `pip install -r requirements.txt`. On a CPU everything
# here takes about three minutes.

# %%
import torch
from torch import nn

from pixelgrad import translation, translation_plots, two_sets
from pixelgrad.checks import check, needs
from pixelgrad.device import seed_everything

seed_everything(0)

# %% [markdown]
# ## Two sets of images
#
# `two_sets.load()` takes Monet's paintings and photographs if `pixelgrad data
# fetch monet2photo` has brought them, at 64 by 64 pixels. Otherwise the sets
# are digits in two styles, MNIST's or scikit-learn's: white on black, and as
# outlines in blue ink on paper. We made the second style by arithmetic, so the
# right translation is known, and can be compared; training never sees it, and
# no digit occurs in both sets. Two folders of your own do as well:
# `two_sets.load("zebras", "horses", size=64)`.

# %% tags=["demo", "figure"]
sets = two_sets.load()
translation_plots.pairs(
    {"A": sets.A[:16], "B": sets.B[:16]}, "Two sets, and no pair in them"
)

# %% [markdown]
# ## 1 Least squares
#
# A discriminator $D$ scores images, or patches of them: 1 shall mean real
# and 0 fake. Its score is no probability and has no sigmoid; the losses are
# squares (Mao et al. 2017), averaged over all scores,
#
# $$ L_D = \tfrac12 \, \overline{(D(\mathrm{real}) - 1)^2} +
#    \tfrac12 \, \overline{D(\mathrm{fake})^2} , \qquad
#    L_G = \overline{(D(\mathrm{fake}) - 1)^2} . $$
#
# Unlike a logarithm, a square still pulls at fakes that $D$ scores well, and
# such a training is steadier. The one half slows $D$ down.

# %% solution="discriminator_loss"
def discriminator_loss(real, fake):
    """Least squares for the discriminator (Mao et al. 2017, eq. 9).

    real, fake: scores of real images and of fakes, of any shapes,
    which may differ. Returns a scalar tensor, differentiable.
    """
    ### BEGIN SOLUTION
    return ((real - 1).square().mean() + fake.square().mean()) / 2
    ### END SOLUTION

# %% solution="generator_loss"
def generator_loss(fake):
    """Least squares for a generator: fakes shall be scored as 1.

    fake: scores of any shape. Returns a scalar tensor.
    """
    ### BEGIN SOLUTION
    return (fake - 1).square().mean()
    ### END SOLUTION

# %% tests="adversarial_losses" points=4
check("adversarial_losses")

# %% [markdown]
# ## 2 There and back
#
# A generator that fools its discriminator paints *some* image of the other
# set, not the translation of this one. The cycle ties them together: what
# was translated by $G$ must come back through the other generator $F$
# (Zhu et al. 2017, equation 2),
#
# $$ L_{cyc} = \lambda \, \overline{| F(G(x)) - x |} , $$
#
# averaged over images, channels and pixels, $\lambda = 10$. And what is in
# the target set already should stay as it is (section 5.2):
# $L_{id} = \mu \, \overline{| G(y) - y |}$ with $\mu = 5$. Write each for
# one direction; the training step adds both.

# %% solution="cycle_loss"
def cycle_loss(back, fake, real, weight=10.0):
    """Cycle consistency of one direction (Zhu et al. 2017, eq. 2).

    back: the generator that leads back. fake: (N, C, H, W), the
    translation of real; its graph is kept. real: (N, C, H, W).
    Returns a scalar tensor: weight times the mean size of the
    difference of back(fake) and real.
    """
    ### BEGIN SOLUTION
    return weight * (back(fake) - real).abs().mean()
    ### END SOLUTION

# %% solution="identity_loss"
def identity_loss(G, target, weight=5.0):
    """What is in G's target set shall stay (Zhu et al. 2017, 5.2).

    G: a generator. target: (N, C, H, W), images of the set that G
    translates into. Returns a scalar tensor.
    """
    ### BEGIN SOLUTION
    return weight * (G(target) - target).abs().mean()
    ### END SOLUTION

# %% tests="cycle_losses" points=6
check("cycle_losses")

# %% [markdown]
# ## 3 A memory of fakes
#
# A discriminator that only sees the newest fakes forgets the older ones, and
# the two networks may chase each other in circles. So it is shown fakes
# from a pool of the last fifty (Shrivastava et al. 2017, section 2.3). For
# each new image, one after the other:
#
# - while the pool is not full, keep the image and return it,
# - once it is full, with probability 1/2 return the new image and keep
#   nothing; else return a random one of the pool, whose place the new one
#   takes.

# %% solution="ImagePool"
class ImagePool:
    """A memory of generated images (Shrivastava et al. 2017, 2.3).

    size: how many it keeps; 0: none, query returns what it gets.
    images: the list of those kept, each (C, H, W), without graph.
    """

    def __init__(self, size=50):
        ### BEGIN SOLUTION
        self.size, self.images = size, []
        ### END SOLUTION

    def query(self, batch):
        """Fakes to show instead of batch, (N, C, H, W) like it.

        The images of the batch are taken one by one. The result
        has no graph; batch is not changed.
        """
        ### BEGIN SOLUTION
        shown = []
        for image in batch.detach():
            if len(self.images) < self.size:
                self.images.append(image.clone())
            elif self.size and torch.rand(()) < 0.5:
                k = int(torch.randint(self.size, ()))
                old, self.images[k] = self.images[k], image.clone()
                image = old
            shown.append(image)
        return torch.stack(shown)
        ### END SOLUTION

# %% tests="ImagePool" points=7
check("ImagePool")

# %% [markdown]
# ## 4 Two networks
#
# The generator (Zhu et al. 2017, section 7.2, after Johnson et al. 2016)
# makes the image smaller, works on it in residual blocks, and makes it large
# again. With `width` $w$ its layers are, in this order:
#
# | layer | channels | |
# |---|---|---|
# | reflection pad 3, convolution 7x7 | $w$ | normalised, ReLU |
# | 2 convolutions 3x3, stride 2, padding 1 | $2w$, $4w$ | likewise |
# | `blocks` residual blocks | $4w$ | see below |
# | 2 transposed 3x3, as below | $2w$, $w$ | likewise |
# | reflection pad 3, convolution 7x7 | `channels` | tanh |
#
# The transposed convolutions have stride 2, padding 1 and output padding 1.
# A residual block adds to its input: reflection pad 1, convolution 3x3,
# normalised, ReLU, reflection pad 1, convolution 3x3, normalised. Every
# convolution has a bias; *normalised* is `nn.InstanceNorm2d`, without
# parameters.

# %% solution="residual_generator"
def residual_generator(channels=3, width=64, blocks=9):
    """The generator of Zhu et al. 2017, section 7.2.

    Returns a network (N, channels, H, W) -> the same shape, in
    [-1, 1]; H and W are multiples of 4.
    """
    ### BEGIN SOLUTION
    def normal(layer):
        return [layer, nn.InstanceNorm2d(layer.out_channels), nn.ReLU()]

    class Block(nn.Module):
        def __init__(self, C):
            super().__init__()
            pad = nn.ReflectionPad2d(1)
            first = normal(nn.Conv2d(C, C, 3))
            second = normal(nn.Conv2d(C, C, 3))[:-1]
            self.path = nn.Sequential(pad, *first, pad, *second)

        def forward(self, X):
            return X + self.path(X)

    w, pad = width, nn.ReflectionPad2d(3)
    layers = [pad, *normal(nn.Conv2d(channels, w, 7))]
    for k in (w, 2 * w):
        layers += normal(nn.Conv2d(k, 2 * k, 3, 2, 1))
    layers += [Block(4 * w) for _ in range(blocks)]
    for k in (4 * w, 2 * w):
        layers += normal(nn.ConvTranspose2d(k, k // 2, 3, 2, 1, 1))
    layers += [pad, nn.Conv2d(w, channels, 7), nn.Tanh()]
    return nn.Sequential(*layers)
    ### END SOLUTION

# %% [markdown]
# The discriminator gives no score for the image but one for every patch
# (Isola et al. 2017). It has `layers` convolutions of stride 2, with $w$,
# $2w$, $4w$ ... channels, then one of stride 1 that doubles the channels
# again, then one of stride 1 to a single channel. All are 4x4 with padding
# 1 and a bias. All but the first and the last are normalised; all but the
# last are followed by `nn.LeakyReLU(0.2)`. With three layers a score sees 70
# by 70 pixels.

# %% solution="patch_discriminator"
def patch_discriminator(channels=3, width=64, layers=3):
    """The patch discriminator of Isola et al. 2017, appendix 6.1.2.

    Returns a network (N, channels, H, W) -> scores (N, 1, h, w).
    """
    ### BEGIN SOLUTION
    C = width
    net = [nn.Conv2d(channels, C, 4, 2, 1), nn.LeakyReLU(0.2)]
    for k in range(1, layers + 1):
        stride = 2 if k < layers else 1
        net += [nn.Conv2d(C, 2 * C, 4, stride, 1)]
        net += [nn.InstanceNorm2d(2 * C), nn.LeakyReLU(0.2)]
        C *= 2
    return nn.Sequential(*net, nn.Conv2d(C, 1, 4, 1, 1))
    ### END SOLUTION

# %% tests="networks" points=10
check("networks")

# %% [markdown]
# ## 5 One step
#
# A `game` has generators `game.AB` and `game.BA`, discriminators `game.D_A`
# and `game.D_B`, pools `game.pool_A` and `game.pool_B` for fakes of either
# set, and two optimisers, `game.G_solver` for both generators and
# `game.D_solver` for both discriminators. One step for a batch of each set:
#
# 1. translate both: $\hat B = AB(A)$, $\hat A = BA(B)$,
# 2. one step of `G_solver` on the sum of both generator losses, both cycle
#    losses and both identity losses,
# 3. one step of `D_solver` on the sum of both discriminator losses, for the
#    real images and for what the pools return for $\hat A$ and $\hat B$.
#
# Fakes are made once; gradients of one player must not reach the other.

# %% solution="cyclegan_step"
def cyclegan_step(game, A, B):
    """One step of both generators, then of both discriminators.

    game: see above. A, B: (N, 3, H, W) images of the two sets.
    Returns the loss of the generators and that of the
    discriminators, as numbers or tensors.
    """
    ### BEGIN SOLUTION
    fake_B, fake_A = game.AB(A), game.BA(B)
    g = generator_loss(game.D_B(fake_B)) + generator_loss(game.D_A(fake_A))
    g = g + cycle_loss(game.BA, fake_B, A) + cycle_loss(game.AB, fake_A, B)
    g = g + identity_loss(game.AB, B) + identity_loss(game.BA, A)
    game.G_solver.zero_grad()
    g.backward()
    game.G_solver.step()
    shown_A, shown_B = game.pool_A.query(fake_A), game.pool_B.query(fake_B)
    d = discriminator_loss(game.D_A(A), game.D_A(shown_A))
    d = d + discriminator_loss(game.D_B(B), game.D_B(shown_B))
    game.D_solver.zero_grad()
    d.backward()
    game.D_solver.step()
    return g.item(), d.item()
    ### END SOLUTION

# %% tests="cyclegan_step" points=10
check("cyclegan_step")

# %% [markdown]
# ### The training
#
# The images are small, so the networks may be: 12 channels in place of 64,
# two residual blocks, two layers in the discriminator. The paper's networks
# have 11.4 and 2.8 million parameters, these about a hundredth. The cell
# counts steps, draws batches and translates the same images again and
# again. If it is interrupted, run it again: it goes on from its checkpoint.

# %% tags=["demo"]
seed_everything(0)
game = translation.Game(
    lambda: residual_generator(3, 12, 2),
    lambda: patch_discriminator(3, 12, 2),
    ImagePool, (sets.A_test[:10], sets.B_test[:10]), checkpoint="cyclegan.pt",
)
translation.train(game, cyclegan_step, sets.A, sets.B, steps=600)

# %% tags=["demo", "figure"]
needs("game")
translation_plots.progress_rows(
    game, "AB", "From A to B, while the training goes on"
)

# %% tags=["demo", "figure"]
needs("game")
translation_plots.progress_rows(
    game, "BA", "From B to A, while the training goes on"
)

# %% [markdown]
# **What you should see.** Within the first hundred steps the colours are
# those of the other set; then the strokes follow. On the defaults, white
# strokes become outlines in blue ink, and outlines become filled strokes.
# Nobody told the networks which outline belongs to which stroke. On
# photographs and paintings, a few hundred steps with such small networks
# change colours and texture, not more; the paper trains for days on a GPU.

# %% [markdown]
# ### What has it learned?
#
# Images of the test set were never shown. The figure translates some there
# and back. Where the right translation is known, the table says how far ours
# is from it, in shares of the range of pixels. For comparison: the distance
# of the image that is left as it is, and of the average image of B. The last
# two lines are the error after the way back, as it is and with faint noise
# on the translation, too faint to be seen.

# %% tags=["demo", "figure"]
needs("game")
A = sets.A_test
fake = game.translate(A, "AB")
again = game.translate(fake, "BA")
noisy = game.translate(fake + 0.05 * torch.randn_like(fake), "BA")
shown = {"A": A, "AB(A)": fake, "BA(AB(A))": again}


def gap(X, Y):
    """Mean size of the difference, in shares of the range [-1, 1]."""
    return float((X - Y).abs().mean() / 2)


if sets.truth is not None:
    shown["known"] = sets.truth
    print(f"A as it is, to what is known      {gap(A, sets.truth):6.3f}")
    average = sets.B.mean(dim=0)
    print(f"average of B, to what is known    {gap(average, sets.truth):6.3f}")
    print(f"AB(A), to what is known           {gap(fake, sets.truth):6.3f}")
print(f"there and back, to A              {gap(again, A):6.3f}")
print(f"the same, with noise in between   {gap(noisy, A):6.3f}")
translation_plots.rows(
    {name: X[:10] for name, X in shown.items()},
    "There and back: images that the training never saw",
)

# %% [markdown]
# ## 6 Question: what does the cycle leave open?
#
# (a) Name a translation that satisfies both discriminators and both cycles
# perfectly and is still wrong, for digits. Which of the losses, if any,
# speaks against it, and why does training hardly ever find it? (b) Where
# outlines have a colour gradient too faint to see, what could a generator
# use it for, and how would faint noise between the two generators show that
# it does (Chu et al. 2017)? What does your table say? Four to six sentences.

# %% [markdown] answer="what_cycles_leave_open" points=4
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) Any one-to-one exchange: let AB draw every 1 as the outline of a 7 and
# every 7 as that of a 1, and let BA undo it. Each set of outlines is still
# complete, so no discriminator objects, and each cycle closes. The identity
# loss does not object either, for it never sees a translation of the other
# set. It is not found because networks of convolutions, which start near to
# local maps, change strokes where they are; moving them is far away in
# weights, and the losses give no reason to go there. (b) It can hide what
# the visible image does not tell, such as how thick a stroke was, and the
# way back reads it: the cycle rewards that. Noise covers such a message, so
# the error of the way back would rise far beyond what the noise itself adds.
# If in the table the second error is not much larger than the first, little
# is hidden; if it is several times as large, the cycle is closed by a
# message and not by what one sees.
#
# Rubric: 1 point for an exchange that keeps both sets; 1 for why no loss
# objects; 1 for the hidden message with its test by noise; 1 for reading the
# own table.
# ### END SOLUTION

# %% [markdown]
# ## 7 Question: how would you know?
#
# For Monet there is no known translation. (a) Why is a small loss of the
# generators no proof of a good translation, and may even come with a bad
# one? (b) Propose two measurements for a translation without known pairs:
# one that says whether the results look like set B, and one that says
# whether they still show what A showed. Three to five sentences.

# %% [markdown] answer="how_to_know" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# (a) The loss is relative to the present discriminators: a weak one gives a
# small loss for poor images, and as both learn, the loss may stay constant
# while images improve. The cycle and identity parts are smallest for the
# translation that changes nothing. (b) For set B: the Fréchet distance
# between features of the translations and of real images of B, in a network
# that was trained for something else. For the content: a classifier of what
# is shown, digits or objects, applied before and after, or people who match
# translations to their sources. Each alone can be cheated: by copying B,
# and by copying A.
#
# Rubric: 1 point for the loss being relative to the discriminator (or zero
# change); 1 for each measurement with its reason.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# Two sets without pairs are enough if the way back must lead home. The
# discriminators say what the other set looks like, the cycle ties a
# translation to its source, and the identity keeps colours. What the cycle
# cannot see, it does not ask for: so measure, on images that were never
# shown, and look for what may be hidden.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes, that every figure is there, and that your
#    answers to the questions 6 and 7 are written.
# 3. Save the notebook, open a terminal in this folder and run
#    `sh collect_submission.sh --name "Your Name"`. It says what is missing,
#    and writes one zip and one PDF.
# 4. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - C. Chu, A. Zhmoginov, M. Sandler. CycleGAN, a master of steganography.
#   arXiv 1712.02950, 2017.
# - P. Isola, J. Zhu, T. Zhou, A. Efros. Image-to-image translation with
#   conditional adversarial networks. CVPR 2017, arXiv 1611.07004.
# - J. Johnson, A. Alahi, L. Fei-Fei. Perceptual losses for real-time style
#   transfer and super-resolution. ECCV 2016, arXiv 1603.08155.
# - X. Mao et al. Least squares generative adversarial networks. ICCV 2017,
#   arXiv 1611.04076.
# - A. Shrivastava et al. Learning from simulated and unsupervised images
#   through adversarial training. CVPR 2017, arXiv 1612.07828.
# - J. Zhu, T. Park, P. Isola, A. Efros. Unpaired image-to-image translation
#   using cycle-consistent adversarial networks. ICCV 2017, arXiv 1703.10593.
#
# The exercises follow one on CycleGAN of a course at the IT University of
# Copenhagen.
