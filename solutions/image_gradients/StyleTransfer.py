# %% [markdown]
# # Style transfer
#
# The gradient with respect to the image can do more than please a class. In
# this notebook it paints a photograph in the manner of a picture, after
# Gatys et al. (2016), and finds out how much of an image a layer still
# knows, after Mahendran and Vedaldi (2015). Nothing is trained: the network
# judges, and the image moves.
#
# When you have finished, you will be able to
#
# - say in a loss function what *content*, *style* and *smooth* shall mean,
# - compute a Gram matrix for a batch, without a loop,
# - minimise a sum of losses over the pixels of an image with Adam,
# - invert the features of a layer, and read the result.

# %% [markdown]
# ## Exercises
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 Content loss | `content_loss` | 3 | 10 |
# | 2 Gram matrix | `gram_matrix` | 3 | 15 |
# | 3 Style loss | `style_loss` | 3 | 15 |
# | 4 Total variation | `tv_loss` | 3 | 15 |
# | 5 Style transfer | `style_transfer` | 6 | 30 |
# | 6 Two questions | two short texts | 6 | 20 |
# | 7 Feature inversion | `feature_inversion` | 2 | 10 |
#
# A loss function counts all or nothing: one that is wrong in a single case
# is a wrong loss. The checks try each function by itself; where a function
# calls others, they put small known ones in their place, so that a mistake
# costs its own points only.

# %% [markdown]
# ## Setup
#
# As in the first notebook: install once with
# `pip install -r requirements.txt`. On two CPU cores all of this takes some
# minutes; a GPU is used where there is one. The last lines are tools for
# later: `preprocess` turns an opened image into a tensor (1, 3, H, W) whose
# shorter side has `size` pixels, and `film` shows what becomes of it.

# %%
import PIL.Image
import torch

from pixelgrad import backbones, images, pictures, plots, strips
from pixelgrad.checks import check
from pixelgrad.device import default_device, seed_everything
from pixelgrad.features import extract_features, layers_of, recipe, trunk
from pixelgrad.film import Film
from pixelgrad.images import deprocess

device, dtype, film = default_device(), torch.float32, Film(every=40)


def preprocess(img, size=192):
    return images.preprocess(img, size, crop=False).to(device, dtype)

# %% [markdown]
# ## The network
#
# Only the convolutional part of a classifier is needed, `cnn`: a chain of
# layers. `extract_features(X, cnn)` returns the list of all feature maps,
# from the first layer on; `feats[k]` has shape (N, C, H, W) with sizes of
# its own. CS231n works with SqueezeNet 1.1 (Iandola et al. 2016). Without
# its weights you get EfficientNet-Lite0 (Tan and Le 2019), which comes with
# the course. Which layers serve content and style depends on the network,
# so `recipe` will know them.

# %% tags=["demo"]
model = backbones.load("squeezenet1_1").to(device)
content_layer, style_layers = layers_of(model)
cnn = trunk(model)[: style_layers[-1] + 1]  # no deeper than needed
X = torch.zeros(1, 3, 192, 192, device=device)
for k, F in enumerate(extract_features(X, cnn)):
    use = "content " * (k == content_layer) + "style" * (k in style_layers)
    print(f"layer {k:2d}: {tuple(F.shape)} {use}")

# %% [markdown]
# ## The pictures
#
# One photograph gives the content, three pictures give the style. Paintings
# differ from photographs in ways that are hard to put into words: strokes,
# a few colours, shapes that repeat. We are going to put this into
# statistics. Any file on your disk will do as well, as its name is all that
# the functions below want to know.

# %% tags=["demo", "figure"]
content_file, style_files = pictures.load()
opened = [PIL.Image.open(f) for f in (content_file, *style_files.values())]
shown = [deprocess(preprocess(image))[0] for image in opened]
plots.images_row(
    shown, ["content", *style_files], "One photograph, three styles"
)

# %% [markdown]
# ## 1 Content loss
#
# Deep feature maps react to what is in an image and where, and less to its
# exact colours. Two images have the same content when their maps at one
# layer are alike (Gatys et al. 2016, equation 1). With the maps $F$ of the
# image and $P$ of the photograph,
#
# $$ L_c = w_c \sum_{n,c,i,j} (F_{ncij} - P_{ncij})^2 . $$
#
# We sum and do not average, as CS231n does, without the paper's factor 1/2:
# the weights of the recipes below are made for sums.

# %% solution="content_loss"
def content_loss(content_weight, content_current, content_original):
    """How far the content has moved (Gatys et al. 2016, equation 1).

    content_weight: a number. content_current, content_original:
    (N, C, H, W) features of the image and of the photograph.
    Returns a scalar tensor, differentiable in content_current:
    the weight times the sum of all squared differences.
    """
    ### BEGIN SOLUTION
    difference = content_current - content_original  # (N, C, H, W)
    return content_weight * difference.square().sum()
    ### END SOLUTION

# %% tests="content_loss" points=3
check("content_loss")

# %% [markdown]
# ## 2 Gram matrix
#
# Style is what stays when one forgets *where* things are. Gatys et al.
# (2016, equation 3) keep only which channels are active together:
#
# $$ G_{ncd} = \frac{1}{C H W} \sum_{i,j} F_{ncij} \, F_{ndij} . $$
#
# That is the product of the matrix of shape (C, H W) with its own
# transpose, one for each of the N images. The factor in front makes
# matrices of layers and images of different size comparable; with
# `normalize=False` it is left out.

# %% solution="gram_matrix"
def gram_matrix(features, normalize=True):
    """Gram matrix of each image (Gatys et al. 2016, equation 3).

    features: (N, C, H, W), contiguous or not.
    normalize: divide by the number of values of a map, C * H * W.
    Returns (N, C, C), differentiable, of the dtype of features.
    """
    ### BEGIN SOLUTION
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    gram = F @ F.transpose(1, 2)  # (N, C, C)
    return gram / (C * H * W) if normalize else gram
    ### END SOLUTION

# %% tests="gram_matrix" points=3
check("gram_matrix")

# %% tags=["demo", "figure"]
names = ["content", *style_files]
grams = []
for image in opened:
    F = extract_features(preprocess(image), cnn)[0]  # (1, C, H, W)
    grams.append(gram_matrix(F)[0].cpu())
strips.matrices_row(grams, names, "Each style has a Gram matrix of its own")

# %% [markdown]
# **What you should see.** One matrix for each picture, of the first layer,
# all in one scale. The diagonal says how strongly each channel reacts on
# average, the rest which channels go together. The matrices differ clearly
# from picture to picture, although each is an average over the whole image:
# shift an image around its edges, and its matrix hardly changes.

# %% [markdown]
# ## 3 Style loss
#
# At each of several layers $\ell$ the Gram matrix $G^\ell$ of the image is
# compared with $A^\ell$, that of the style picture (Gatys et al. 2016,
# equations 4 and 5):
#
# $$ L_s = \sum_{\ell} w_\ell \sum_{n,c,d}
#    (G^\ell_{ncd} - A^\ell_{ncd})^2 . $$
#
# The list `feats` has *all* layers; `style_layers` says which to take.
# Targets and weights come in the order of `style_layers`, so target 0
# belongs to layer `style_layers[0]`. Use your `gram_matrix`.

# %% solution="style_loss"
def style_loss(feats, style_layers, style_targets, style_weights):
    """Distance of styles (Gatys et al. 2016, equations 4 and 5).

    feats: list of (N, C_k, H_k, W_k), all layers of the image.
    style_layers: numbers of layers. style_targets: for each of
    them a Gram matrix, (1 or N, C_k, C_k). style_weights: for
    each a number. Returns a scalar tensor, differentiable in feats.
    """
    ### BEGIN SOLUTION
    loss = feats[0].new_zeros(())
    triples = zip(style_layers, style_targets, style_weights, strict=True)
    for k, A, weight in triples:
        G = gram_matrix(feats[k])  # (N, C_k, C_k)
        loss = loss + weight * (G - A).square().sum()
    return loss
    ### END SOLUTION

# %% tests="style_loss" points=3
check("style_loss")

# %% [markdown]
# ## 4 Total variation
#
# Nothing so far keeps neighbouring pixels together, and the image would
# fill with fine noise that the network likes. The remedy is the sum of the
# squared differences of *all* neighbouring pairs of pixels, in every
# channel, below and beside each other (Mahendran and Vedaldi 2015,
# section 3, with $\beta = 2$):
#
# $$ L_v = w_v \sum_{n,c} \Bigl( \sum_{i=1}^{H-1} \sum_{j=1}^{W}
#    (x_{i+1,j} - x_{ij})^2 + \sum_{i=1}^{H} \sum_{j=1}^{W-1}
#    (x_{i,j+1} - x_{ij})^2 \Bigr) . $$
#
# Mind the limits of the sums: an image has as many pairs below each other
# in its last column as in any other. Slices do it without a loop.

# %% solution="tv_loss"
def tv_loss(img, tv_weight):
    """Total variation of images: how rough they are.

    img: (N, 3, H, W). tv_weight: a number.
    Returns a scalar tensor, differentiable in img: the weight
    times the sum of the squared differences of all pairs of
    neighbours. Without a loop over pixels.
    """
    ### BEGIN SOLUTION
    below = img[:, :, 1:, :] - img[:, :, :-1, :]  # (N, 3, H-1, W)
    beside = img[:, :, :, 1:] - img[:, :, :, :-1]  # (N, 3, H, W-1)
    return tv_weight * (below.square().sum() + beside.square().sum())
    ### END SOLUTION

# %% tests="tv_loss" points=3
check("tv_loss")

# %% [markdown]
# ## 5 Style transfer
#
# Now minimise $L_c + L_s + L_v$ over the pixels. What the targets are is
# given; you write the 200 steps. In step $t$ from 0 to 199
#
# 1. while $t < 190$, clamp the image to [-1.5, 1.5], without a gradient,
# 2. compute the three losses and the gradient of their sum,
# 3. take one step of Adam (Kingma and Ba 2015).
#
# Adam's learning rate is 3.0 for steps 0 to 179 and 0.1 for the rest. At
# step 180 make a *new* Adam with the rate 0.1: it forgets the large
# gradients of the long steps and settles better.

# %% [markdown]
# Such long steps let the image jump between the ends of its range and
# explore. `film.steps(200)` counts like `range(200)` and shows how far you
# are. Call `film.show(img, content=c, style=s, tv=v)` once in each step to
# see the losses beside the bar and the picture above it. Gradients of an
# earlier step must not add up, and the image that you return is the one
# after the last step.

# %% solution="style_transfer"
def style_transfer(
    content_image, style_image, image_size, style_size, content_layer,
    content_weight, style_layers, style_weights, tv_weight,
    init_random=False,
):
    """Paint one image in the style of another (Gatys et al. 2016).

    content_image, style_image: file names; image_size, style_size:
    the shorter sides in pixels. content_layer to tv_weight: see
    the losses. init_random: start from noise, not from the content.
    Returns the image, (1, 3, H, W), normalised.
    """
    content = preprocess(PIL.Image.open(content_image), image_size)
    style = preprocess(PIL.Image.open(style_image), style_size)
    with torch.no_grad():
        target = extract_features(content, cnn)[content_layer]
        feats = extract_features(style, cnn)
        style_targets = [gram_matrix(feats[k]) for k in style_layers]
    img = torch.rand_like(content) if init_random else content.clone()
    img.requires_grad_()
    optimizer = torch.optim.Adam([img], lr=3.0)
    ### BEGIN SOLUTION
    for t in film.steps(200, "step"):
        if t < 190:
            img.data.clamp_(-1.5, 1.5)
        if t == 180:
            optimizer = torch.optim.Adam([img], lr=0.1)
        feats = extract_features(img, cnn)
        c = content_loss(content_weight, feats[content_layer], target)
        s = style_loss(feats, style_layers, style_targets, style_weights)
        v = tv_loss(img, tv_weight)
        optimizer.zero_grad()
        (c + s + v).backward()
        optimizer.step()
        film.show(img, content=c, style=s, tv=v)
    return img.detach()
    ### END SOLUTION

# %% tests="style_transfer" points=6
check("style_transfer")

# %% [markdown]
# ### Three paintings
#
# `recipe` knows which layers and weights suit the network. For SqueezeNet
# and its three paintings it has the ones of CS231n. Otherwise it uses your
# `gram_matrix` to give every style layer the same share of the first loss.
# A picture takes about half a minute on a CPU. The cell paints one style;
# the two after it paint the others.

# %%
STYLE_SIZES = {"composition_vii": 512, "the_scream": 224}


def transfer(name, image_size=192):
    """Paint the photograph in the style called `name`; the figure."""
    style_size = STYLE_SIZES.get(name, 192)
    content = preprocess(PIL.Image.open(content_file), image_size)
    style = preprocess(PIL.Image.open(style_files[name]), style_size)
    settings = recipe(model, content, style, gram_matrix, painting=name)
    seed_everything(0)
    img = style_transfer(
        content_file, style_files[name], image_size, style_size, **settings
    )
    captions, title = ["content", name, "result"], f"In the style of {name}"
    return film.figure([content, style], img, captions, title)

# %% tags=["demo", "figure"]
first, second, third = style_files
transfer(first)

# %% tags=["demo", "figure"]
transfer(second)

# %% tags=["demo", "figure"]
transfer(third)

# %% [markdown]
# **What you should see.** Three times the same place, in other strokes and
# colours. Lines of the photograph are still where they were, because the
# content layer knows positions; what fills the areas between them comes from
# the style picture, but never from one place of it. The first step, with its
# rate of 3, throws every pixel to an end of its range. Forty steps later the
# style is there, in hard contrasts; the last twenty, short steps soften it.

# %% [markdown]
# ## 6 Questions
#
# **Where things are.** The content loss compares feature maps, the style
# loss compares Gram matrices of the same maps. Show in one line that the
# Gram matrix does not change when all positions of the map are permuted
# alike. Which of the two losses could be used to paint a *portrait* of a
# given face, and why does the style loss, taken over several layers, still
# produce strokes and not confetti? Three to five sentences.

# %% [markdown] answer="gram_forgets" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# Write the map as a matrix $F$ of shape $(C, HW)$. A permutation of the
# positions is $F \Pi$ with $\Pi \Pi^\top = 1$, and
# $(F \Pi)(F \Pi)^\top = F F^\top$: the Gram matrix is a sum over positions,
# and a sum has no order. A face needs its parts in their places, so only the
# content loss can ask for it. Strokes appear because a value of a feature
# map already describes a patch of the image, its receptive field: inside a
# patch the arrangement counts, and the deeper the layer, the larger the
# patch. Only the arrangement *of* the patches is forgotten.
#
# Points: 1 for the invariance, shown and not only stated; 1 for the content
# loss with the reason; 1 for patches or receptive fields.
# ### END SOLUTION

# %% [markdown]
# **What smoothness costs.** Paint your favourite style once more with a
# `tv_weight` of 0 and once with ten times that of the recipe. What does this
# weight trade against what? Say what happens at both ends to the noise, to
# the strokes and to the edges of the photograph, and why a weight that suits
# an image of 192 pixels need not suit one of 384. Three to five sentences.

# %% [markdown] answer="tv_trade" points=3
# *Your answer:*
#
# ### BEGIN SOLUTION
# It trades smoothness against both other losses. With 0 the image fills with
# fine, coloured noise: the network reacts to it, so it lowers the style
# loss, and nothing speaks against it. With a large weight the noise goes,
# then the finest strokes, and at last edges blur and contrasts fade, for a
# square punishes one large step more than many small ones, while content and
# style are hardly improved any more. All three losses are sums or means
# over other numbers of terms: in an image of twice the size an edge of the
# photograph has twice as many pairs of pixels, a smooth area has four times
# the pairs with half the difference each, the content loss has four times
# the terms, and the normalised Gram matrix does not grow at all.
#
# Points: 1 for both ends; 1 for the trade against style and content with a
# reason; 1 for the dependence on size.
# ### END SOLUTION

# %% [markdown]
# ## 7 Feature inversion
#
# How much of a photograph does layer $\ell$ still know? Mahendran and
# Vedaldi (2015) look for an image with the same features, starting from
# noise:
#
# $$ x^* = \arg\min_x \; w_c \| F^\ell(x) - F^\ell(x_0) \|_2^2 + L_v(x) . $$
#
# You have written all of it: this is `style_transfer` with style weights of
# zero and `init_random=True`. So the function is one call. Any style image
# will do, for instance the content itself, and so will any layers, for
# instance `(0,)`.

# %% solution="feature_inversion"
def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    """An image with the features of another one, found from noise.

    content_image: a file name; image_size: its shorter side.
    content_layer: whose features to match. Returns what
    style_transfer returns, (1, 3, H, W): nothing but the content
    loss and the total variation count.
    """
    ### BEGIN SOLUTION
    return style_transfer(
        content_image, content_image, image_size, image_size,
        content_layer, content_weight, (0,), (0.0,), tv_weight,
        init_random=True,
    )
    ### END SOLUTION

# %% tests="feature_inversion" points=2
check("feature_inversion")

# %% tags=["demo", "figure"]
INVERSION = 6e-2, 1.0  # content weight, total variation weight
layers = style_layers[1:]
inverted = []
for k in layers:
    seed_everything(0)
    inverted.append(feature_inversion(content_file, 128, k, *INVERSION))
plots.images_row(
    [deprocess(X)[0] for X in inverted], [f"layer {k}" for k in layers],
    "The deeper the layer, the less it knows of the pixels",
)

# %% [markdown]
# **What you should see.** The first layers give the photograph back almost
# pixel by pixel. Deeper, colours drift and surfaces dissolve into patterns,
# while the outlines stay readable: what is thrown away is what does not
# matter for the class. The images were found from noise, so whatever you
# recognise in one is contained in the features of that layer, and in
# nothing else.

# %% [markdown]
# ## Summary
#
# A loss on features says what an image shall have in common with another
# one: the maps themselves keep what and where, their Gram matrices keep what
# and forget where, and total variation speaks for the eye. The gradient of
# their sum moves pixels, not weights. You have seen two answers to one
# question, what does a layer know: once by imitation and once by inversion.

# %% [markdown] tags=["pdf-ignore"]
# ## Hand in
#
# 1. Restart the kernel and run all cells, from the first to the last.
# 2. See that every check passes and that every figure is there.
# 3. Write your answers to exercise 6 if you have not done so yet.
# 4. Save the notebook. When both notebooks are done, open a terminal in this
#    folder and run `sh collect_submission.sh --name "Your Name"`. It checks
#    both, says what is missing, and writes one zip and one PDF.
# 5. Look at the PDF, then upload both files.

# %% [markdown] tags=["pdf-ignore"]
# ## References
#
# - L. Gatys, A. Ecker, M. Bethge. Image style transfer using convolutional
#   neural networks. CVPR 2016.
# - F. Iandola et al. SqueezeNet: AlexNet-level accuracy with 50x fewer
#   parameters and < 0.5 MB model size. arXiv 1602.07360, 2016.
# - D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015,
#   arXiv 1412.6980.
# - A. Mahendran, A. Vedaldi. Understanding deep image representations by
#   inverting them. CVPR 2015, arXiv 1412.0035.
# - M. Tan, Q. Le. EfficientNet: rethinking model scaling for convolutional
#   neural networks. ICML 2019, arXiv 1905.11946.
#
# The exercises follow assignment 3 of Stanford's CS231n and homework 2 of
# Georgia Tech's CS7643. The photograph is by danielbuechele (CC BY 2.0, from
# scikit-learn); the painted styles were made for this course.
