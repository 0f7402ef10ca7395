# %% [markdown]
# # What a discriminator sees
#
# A discriminator learns to tell real images from made ones, and on the way it
# may learn to see. Here it also names the class of each image, so that two
# networks can be compared: one trained on real images alone, one against a
# generator. You will build both players, trick both discriminators, and ask
# each of them what it wants to see.
#
# When you have finished, you will be able to
#
# - build a network of two heads with layer normalisation,
# - write a penalty on a gradient that can be differentiated again,
# - keep the gradients of two players apart in one training step,
# - measure how easily a network is tricked, and draw what its outputs and
#   its features look for.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Two questions at once | `ACGANDiscriminator` | 8 | 30 |
# | 2 A generator that is told | `class_noise`, `ACGANGenerator` | 8 | 30 |
# | 3 Not too steep | `gradient_penalty` | 7 | 25 |
# | 4 Alone and against | `step_alone`, `step_against` | 8 | 30 |
# | 5 Tricked | `trick` | 5 | 20 |
# | 6 What it wants to see | `maximise` | 5 | 20 |
# | 7 Two questions | short texts | 6 | 25 |
#
# Each function is checked by itself, with stand-ins for those it calls.

# %% [markdown]
# ## Setup
#
# Install once with `pip install -r requirements.txt`. Everything here runs
# on one CPU core in two minutes: what takes longer has been trained before.

# %%
import torch
import torch.nn.functional as F
from torch import nn

from pixelgrad import acgan, acgan_plots, acgan_training, progress
from pixelgrad.checks import check, needs
from pixelgrad.device import seed_everything

# %% [markdown]
# ## The images
#
# CIFAR-10 (Krizhevsky 2009), whole or in part, if it is in your data folder;
# otherwise the digits that come with scikit-learn, enlarged, framed and in
# three equal channels, so that both have the same shape. An image is
# (3, 32, 32) with values from -1 to 1. Small images are enough here: the
# networks are those of a GPU's homework, and a laptop can follow them.

# %% tags=["demo", "figure"]
found = acgan.load()
names = found.names
first = [int((found.y_test == c).nonzero()[0]) for c in range(10)]
acgan_plots.rows({"": found.X_test[first]}, {"": names}, "Ten classes")

# %% [markdown]
# ## 1 Two questions at once
#
# An auxiliary classifier GAN (Odena et al. 2017) asks its discriminator
# twice: real or made, and which class. Eight convolutions share the work,
# kernels of 3, padding 1, strides 1, 2, 1, 2, 1, 1, 1, 2, each to `width`
# channels. After each come `nn.LayerNorm([width, side, side])`, over channels
# and places, with weights of its own, and `nn.LeakyReLU(0.01)`. The
# largest value of each 4 by 4 map (`nn.MaxPool2d(4)`) gives `width` features,
# which two linear layers read: one score, ten class scores. Batch
# normalisation would mix images; exercise 3 needs each by itself.

# %% solution="ACGANDiscriminator"
class ACGANDiscriminator(nn.Module):
    """Eight convolutions, two heads; 3137971 parameters with width 196.

    (N, 3, 32, 32) in [-1, 1] -> a pair: scores (N, 1), class scores
    (N, 10), both raw. features(X) gives what the heads read,
    (N, width). Layers are made in this order: convolution,
    normalisation, ..., head of the score, head of the classes.
    """

    def __init__(self, width=196):
        super().__init__()
        ### BEGIN SOLUTION
        layers, channels, side = [], 3, 32
        for stride in (1, 2, 1, 2, 1, 1, 1, 2):
            side //= stride
            layers += [
                nn.Conv2d(channels, width, 3, stride, padding=1),
                nn.LayerNorm([width, side, side]),
                nn.LeakyReLU(0.01),
            ]
            channels = width
        self.trunk = nn.Sequential(*layers, nn.MaxPool2d(4), nn.Flatten())
        self.score = nn.Linear(width, 1)
        self.classes = nn.Linear(width, 10)
        ### END SOLUTION

    def features(self, X):
        ### BEGIN SOLUTION
        return self.trunk(X)  # (N, width)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        features = self.features(X)
        return self.score(features), self.classes(features)
        ### END SOLUTION

# %% tests="acgan_discriminator" points=8
check("acgan_discriminator")

# %% [markdown]
# ## 2 A generator that is told
#
# The first ten of a hundred numbers of noise are the class, one-hot; the
# other ninety are standard normal. A linear layer makes 16 `width` numbers of
# them, then follow ReLU and `nn.BatchNorm1d`, and they become `width` maps of
# 4 by 4. Of eight convolutions, 1, 5 and 7 are transposed with kernel 4,
# stride 2, padding 1 and double the maps; the others have kernel 3 and
# padding 1. After each but the last: ReLU, then `nn.BatchNorm2d`. The last
# one has three channels, and Tanh follows.

# %% solution="class_noise"
def class_noise(y):
    """Noise that says the class.

    y: (N,) int64, classes from 0 to 9. Returns (N, 100) float32:
    ten numbers one-hot, then ninety standard normal ones.
    """
    ### BEGIN SOLUTION
    chance = torch.randn(len(y), 90, device=y.device)
    return torch.cat([F.one_hot(y, 10).float(), chance], dim=1)
    ### END SOLUTION

# %% solution="ACGANGenerator"
class ACGANGenerator(nn.Module):
    """A linear layer and eight convolutions; 3559363 parameters.

    (N, 100) noise -> (N, 3, 32, 32) images in [-1, 1]. The layers
    are made in the order in which they are used.
    """

    def __init__(self, width=196):
        super().__init__()
        ### BEGIN SOLUTION
        n = 16 * width
        layers = [nn.Linear(100, n), nn.ReLU(), nn.BatchNorm1d(n)]
        layers += [nn.Unflatten(1, (width, 4, 4))]
        for k in range(1, 8):
            if k in (1, 5, 7):
                conv = nn.ConvTranspose2d(width, width, 4, 2, 1)
            else:
                conv = nn.Conv2d(width, width, 3, padding=1)
            layers += [conv, nn.ReLU(), nn.BatchNorm2d(width)]
        last = nn.Conv2d(width, 3, 3, padding=1)
        self.layers = nn.Sequential(*layers, last, nn.Tanh())
        ### END SOLUTION

    def forward(self, Z):
        ### BEGIN SOLUTION
        return self.layers(Z)
        ### END SOLUTION

# %% tests="acgan_generator" points=8
check("acgan_generator")

# %% [markdown]
# Weights for your two classes come with the course. They were trained by
# `python -m pixelgrad.scripts.train_discriminators` with the functions of a
# solved notebook, for a narrower network than the original's 196 channels;
# `facts` says how. They are put into your layers one after the other. Look
# whether the images of a column belong to one class: after a training of
# minutes the generator has learned what images look like sooner than what
# the ten numbers ask for. The frame around photographs is learned, too: they
# were shifted by up to two pixels, and grey was put in.

# %% tags=["demo", "figure"]
facts = acgan.about(found.source)
G = acgan.trained("generator", ACGANGenerator, found.source)
seed_everything(0)
made = G(class_noise(torch.arange(10).repeat(4)))
acgan_plots.sheet(made, names, "Near to real images, not always the class told")

# %% [markdown]
# ## 3 Not too steep
#
# The score is no probability: its mean over real images shall be as far as
# possible above that over made ones, as long as it is nowhere steeper than 1
# (Gulrajani et al. 2017, equation 3). Between each real image $r_i$ and a
# made one $f_i$, at a place $\alpha_i$ drawn from 0 to 1 for this pair alone,
# the gradient is asked to have length 1:
#
# $$ P = \frac{\lambda}{N} \sum_i \bigl( \| \nabla D(x_i) \|_2 - 1
#    \bigr)^2 , \qquad x_i = \alpha_i\, r_i + (1 - \alpha_i)\, f_i , $$
#
# $\lambda = 10$, the length over all pixels of an image. The weights learn
# from $P$, so it must be differentiable: `create_graph=True`.

# %% solution="gradient_penalty"
def gradient_penalty(netD, real, fake):
    """How far the score's slope is from 1 (Gulrajani et al. 2017, eq. 3).

    netD: (N, 3, H, W) -> (scores, class scores). real, fake:
    (N, 3, H, W). They stay as they are, and no gradient is left in
    netD. Returns a scalar, differentiable in the weights of netD.
    """
    ### BEGIN SOLUTION
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
    ### END SOLUTION

# %%
def pulls(netD, real, fake):
    """The gradient of your penalty for each weight of netD, or None."""
    penalty = gradient_penalty(netD, real, fake)
    weights = list(netD.parameters())
    return list(torch.autograd.grad(penalty, weights, allow_unused=True))

# %% tests="gradient_penalty" points=7
check("gradient_penalty")

# %% [markdown]
# ## 4 Alone and against
#
# A `gan` holds `gan.D`, `gan.G` and an Adam for each, `gan.D_solver` and
# `gan.G_solver`. Alone, $D$ learns the classes of real images by the
# cross-entropy of its class scores. Against the generator it sees as many
# made images $f$, of classes $c$ drawn at random, and minimises
#
# $$ \overline{D(f)} - \overline{D(r)} + P + H(y, r) + H(c, f) $$
#
# with your penalty $P$ and the cross-entropies $H$ of both class scores.
# The generator makes images, but does not learn: no gradient shall reach it.

# %% solution="step_alone"
def step_alone(gan, X, y):
    """One step of gan.D on real images and their classes.

    X: (N, 3, H, W), y: (N,). Changes gan.D, nothing else.
    Returns the loss before the step, a number.
    """
    ### BEGIN SOLUTION
    gan.D_solver.zero_grad()
    loss = F.cross_entropy(gan.D(X)[1], y)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
    ### END SOLUTION

# %% solution="step_against"
def step_against(gan, X, y):
    """One step of gan.D on real images and as many made ones.

    X: (N, 3, H, W), y: (N,). Uses class_noise and gradient_penalty.
    Changes gan.D; the weights of gan.G and their gradients stay.
    Returns the loss before the step, a number.
    """
    ### BEGIN SOLUTION
    c = torch.randint(10, y.shape, device=y.device)
    with torch.no_grad():
        fake = gan.G(class_noise(c))
    gan.D_solver.zero_grad()
    score, classes = gan.D(X)
    score_fake, classes_fake = gan.D(fake)
    loss = score_fake.mean() - score.mean()
    loss = loss + gradient_penalty(gan.D, X, fake)
    loss = loss + F.cross_entropy(classes, y)
    loss = loss + F.cross_entropy(classes_fake, c)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
    ### END SOLUTION

# %% tests="acgan_steps" points=8
check("acgan_steps")

# %% [markdown]
# The generator's step is given: its images shall score high, and be read as
# the class that it was told. Then a short training with your functions, both
# ways, with networks of width 8: enough to see whether they learn digits; on
# CIFAR-10 they have hardly begun by then. A guess is right once in ten.

# %%
def step_generator(gan, n):
    """One step of gan.G with n images."""
    y = torch.randint(10, (n,), device=next(gan.G.parameters()).device)
    gan.G_solver.zero_grad()
    score, classes = gan.D(gan.G(class_noise(y)))
    loss = F.cross_entropy(classes, y) - score.mean()
    loss.backward()
    gan.G_solver.step()
    return loss.item()


def learn(steps, step, teach=None, width=8):
    """A short training; the accuracy on test images, by step."""
    seed_everything(0)
    players = ACGANDiscriminator(width), ACGANGenerator(width)
    gan = acgan_training.Duel(*players, found, rate=5e-3, every=steps // 6)
    gan.play(steps, step, teach)
    return gan.reached

# %% tags=["demo", "figure"]
curves = {"alone": learn(120, step_alone)}
curves["against"] = learn(120, step_against, step_generator)
acgan_plots.accuracies(curves, "120 steps with your functions, both ways")

# %% [markdown]
# Now the long trainings: as many steps for both, with the same real images in
# the same order. From here on `nets` are these two.

# %% tags=["demo", "figure"]
nets = {
    kind: acgan.trained(kind, ACGANDiscriminator, found.source)
    for kind in ("alone", "against")
}
for kind, net in nets.items():
    right = acgan.accuracy(net, found.X_test, found.y_test)
    print(f"{kind}: {right:.1%} of {len(found.y_test)} test images")
acgan_plots.accuracies(acgan.on_the_way(facts), "Equally many real images")

# %% [markdown]
# **What you should see.** The network alone reads better: 98.9 % against
# 90.8 % of the digits, 76.0 % against 48.3 % of CIFAR-10, as measured in
# `facts`. Its whole loss is about classes; the other one has four more
# things to learn in as many steps. The homework of 2017 promised a gain by
# the generator, a report of 2018 measured a loss (89.3 % alone, 83.5 %
# with it), after days on a GPU; ours learned for minutes, the digits on one
# core, CIFAR-10 on one GPU.

# %% [markdown]
# ## 5 Tricked
#
# One step of an 8-bit image is 2/255 in [-1, 1]. Subtract `gain` such steps
# times the sign of the gradient of the cross-entropy towards *another* class
# (Goodfellow et al. 2015, section 4): ten steps are hardly seen. Taken in
# `steps` smaller ones, with a new gradient after each, the image reaches the
# other class more surely (Kurakin et al. 2017, section 2.2).

# %% solution="trick"
def trick(netD, X, y_other, gain=10, steps=1):
    """Images that look as before and shall be read as another class.

    netD: (N, 3, H, W) -> (scores, class scores). X: (N, 3, H, W) in
    [-1, 1]. y_other: (N,). Each of `steps` steps subtracts
    gain / steps * 2 / 255 * sign(gradient of the cross-entropy of
    y_other) and clips to [-1, 1]. Returns images; X stays.
    """
    ### BEGIN SOLUTION
    for _ in range(steps):
        X = X.detach().requires_grad_()
        loss = F.cross_entropy(netD(X)[1], y_other)
        g, = torch.autograd.grad(loss, X)
        X = (X.detach() - gain / steps * 2 / 255 * g.sign()).clamp(-1, 1)
    return X
    ### END SOLUTION

# %% tests="trick" points=5
check("trick")

# %% [markdown]
# Each test image towards the next class, the ship towards the truck, with the
# gain of the original homework at the end. Of the images that a network reads
# correctly, how many change?

# %% tags=["demo"]
needs("nets")
other = (found.y_test + 1) % 10
gains = 2, 5, 10
print("share that changes class" + "".join(f"{g:>9}" for g in gains))
for kind, net in nets.items():
    shares = [acgan.tricked(trick, net, found, g) for g in gains]
    print(f"{kind:24}" + "".join(f"{share:9.1%}" for share in shares))

# %% tags=["demo", "figure"]
needs("nets")
images, told = {"as it was": found.X_test[first]}, {}
for kind, net in nets.items():
    images[kind] = trick(net, found.X_test[first], other[first])
    told[kind] = [names[c] for c in acgan.read(net, images[kind])]
red = {kind: [told[kind][c] != names[c] for c in range(10)] for kind in nets}
acgan_plots.rows(images, told, "Ten steps of 255: what is read now", red)

# %% [markdown]
# ### Noise
#
# An image of nothing can be tricked as well: uniform noise, moved towards
# each class in ten steps, and no further than before.

# %% tags=["demo", "figure"]
needs("nets")
seed_everything(1)
noise, every = 2 * torch.rand(10, 3, 32, 32) - 1, torch.arange(10)
images, told = {"noise": noise}, {}
for kind, net in nets.items():
    images[kind] = trick(net, noise, every, steps=10)
    told[kind] = acgan.sure(net, images[kind], names)
acgan_plots.rows(images, told, "The same noise, moved towards each class")

# %% [markdown]
# **What you should see.** Changes that are hardly visible, and more tricked
# images at each larger gain; fewer of them where the network was trained
# against the generator. The noise looks alike in all rows: no pixel has moved
# by more than ten steps of 255. For the network that was trained alone it is
# enough to be sure of every digit, and of some classes of photographs; the
# other one mostly gives lower probabilities.

# %% [markdown]
# ## 6 What it wants to see
#
# Start from the mean image and climb: one copy for each output, moved along
# the gradient of that output alone, with a decay that pulls bright pixels
# back, and clipped,
#
# $$ x \leftarrow \mathrm{clip}_{[-1, 1]} \bigl( x + \eta\,( \nabla s_k(x) -
#    \rho\, x\, |x| ) \bigr) , $$
#
# rate $\eta = 0.1$, decay $\rho = 0.001$: the homework's form of activation
# maximisation (Simonyan et al. 2014, section 2, with another decay). The
# outputs can be class scores, or the features that both heads read. In the
# figures $\eta = 1$: our narrow networks have small gradients.

# %% solution="maximise"
def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    """Images that an output each likes, by steps along its gradient.

    outputs: (N, 3, H, W) -> (N, K). X: (N, 3, H, W), where to start.
    wanted: (N,), the output that image n shall raise. Each step adds
    rate * (gradient - decay * x * |x|) and clips to [-1, 1].
    Returns (N, 3, H, W); X stays as it is.
    """
    ### BEGIN SOLUTION
    for _ in progress.bar(steps, "climbing"):
        X = X.detach().requires_grad_()
        s = outputs(X)[torch.arange(len(X)), wanted]  # (N,)
        g, = torch.autograd.grad(s.sum(), X)
        X = X.detach()
        X = (X + rate * (g - decay * X * X.abs())).clamp(-1, 1)
    return X
    ### END SOLUTION

# %% tests="maximise" points=5
check("maximise")

# %%
def reader(net):
    """The class scores of a network, without its score."""
    return lambda X: net(X)[1]

# %% tags=["demo", "figure"]
needs("nets")
mean = found.X_test.mean(dim=0).expand(10, -1, -1, -1)
images, told = {}, {}
for kind, net in nets.items():
    images[kind] = maximise(reader(net), mean, every, rate=1)
    told[kind] = acgan.sure(net, images[kind], names)
acgan_plots.rows(images, told, "A class score asks for grain, or for shapes")

# %% tags=["demo", "figure"]
needs("nets")
images = {
    kind: maximise(net.features, mean, every, rate=1)
    for kind, net in nets.items()
}
told = {"alone": [f"feature {k}" for k in range(10)]}
acgan_plots.rows(images, told, "What single features look for")

# %% [markdown]
# **What you should see.** Both networks are sure of what was made for them.
# Alone, it asks for coloured grain in which you would read nothing. Against
# the generator, it asks for strokes and shapes: digits where it learned
# digits, sky above or around some vehicles where it learned photographs. A
# single feature shows a part, not a class.

# %% [markdown]
# ## 7 Two questions
#
# **Hard to trick?** Compare the two networks by your table: how many images
# change at each gain? The penalty limits the slope of the score; which
# property of that could help the class scores, and which could not? What
# does the row of noise say about the probabilities that come out? Name one
# thing that has to be the same in both trainings before the difference can be
# laid to the generator. Four to six sentences.

# %% [markdown] answer="hard_to_trick" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# Of the digits that it reads, the network trained alone changes its mind on
# 2.0, 10.4 and 30.6 % at gains 2, 5 and 10, the other one on 0.9, 3.4 and
# 12.8 %; on CIFAR-10 28.3, 64.7 and 84.1 % against 12.0, 37.9 and 68.1 %.
# Both heads read the same features, and the penalty asks that the score is
# not steep in the image, so it smooths what the features have in common; it
# does not limit the ten class scores themselves, which can be steep in
# directions that the score ignores. Noise with a probability near 1 shows
# that a softmax always divides 1 among the classes: it says which class is
# nearer than the others, not that anything is there. For a fair comparison
# the number of steps, the data and the rates must agree, as they do here;
# the accuracy does not, and the shares count other images for each network.
#
# Points: 1 for both rows of the table read correctly; 1 for shared features
# that the penalty smooths while the class head is not limited, or an equal
# argument; 1 for noise with a high probability, or the fair comparison.
# ### END SOLUTION

# %% [markdown]
# **What do features show?** Compare the rows of the last two figures. Which
# network's images come closer to real ones, and for which classes? Why are
# single features harder to name than classes? One training with a generator
# and one without differ in test accuracy, too: can you say from one run each
# that a generator helps or harms? What would you measure? Four to six
# sentences.

# %% [markdown] answer="what_features_show" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# Against the generator the class images have strokes that join to digits,
# or a sky with something dark in it for airplanes and ships; alone they are
# grain, although the network is as sure of them. To score made images low,
# $D$ had to know how pixels go together; to name a class a few tell-tale
# patterns are enough. A feature is a part that several classes share, and the
# heads add many, so one alone has no name. The accuracies differ by far in
# favour of the network trained alone, but that is one seed of a short
# training in which the other had more to learn, and its curve had not come to
# rest everywhere. I would train several seeds of both until neither improves,
# and compare the difference with the spread between seeds.
#
# Points: 1 for a comparison that fits the reader's figures; 1 for features
# as parts that several classes share; 1 for more seeds, equal steps and the
# spread of the accuracies.
# ### END SOLUTION

# %% [markdown]
# ## Summary
#
# One network answered two questions with the same features. A generator gave
# it made images to judge and a penalty to keep its score from being steep;
# what that changed was measured: accuracy, share of tricked images, and
# pictures of what its outputs look for.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. Write your two answers if you have not done so yet.
# 4. Save the notebook, open a terminal in this folder and run
#    `sh collect_submission.sh --name "Your Name"`. It checks the notebook,
#    says what is missing, and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - I. Goodfellow, J. Shlens, C. Szegedy. Explaining and harnessing
#   adversarial examples. ICLR 2015, arXiv 1412.6572.
# - I. Gulrajani et al. Improved training of Wasserstein GANs. NeurIPS 2017,
#   arXiv 1704.00028.
# - A. Krizhevsky. Learning multiple layers of features from tiny images.
#   Technical report, University of Toronto 2009.
# - A. Kurakin, I. Goodfellow, S. Bengio. Adversarial examples in the physical
#   world. ICLR workshop 2017, arXiv 1607.02533.
# - A. Odena, C. Olah, J. Shlens. Conditional image synthesis with auxiliary
#   classifier GANs. ICML 2017, arXiv 1610.09585.
# - K. Simonyan, A. Vedaldi, A. Zisserman. Deep inside convolutional networks.
#   ICLR workshop 2014, arXiv 1312.6034.
#
# The exercises follow a homework of the University of Illinois' courses
# IE534 and CS598 on deep learning. The small digits are those of
# scikit-learn.
