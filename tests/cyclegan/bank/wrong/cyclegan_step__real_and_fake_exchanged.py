"""The fakes as real ones.
Caught by: test_discriminators_learn
"""


def cyclegan_step(game, A, B):
    fake_B, fake_A = game.AB(A), game.BA(B)
    g = generator_loss(game.D_B(fake_B)) + generator_loss(game.D_A(fake_A))
    g = g + cycle_loss(game.BA, fake_B, A) + cycle_loss(game.AB, fake_A, B)
    g = g + identity_loss(game.AB, B) + identity_loss(game.BA, A)
    game.G_solver.zero_grad()
    g.backward()
    game.G_solver.step()
    shown_A, shown_B = game.pool_A.query(fake_A), game.pool_B.query(fake_B)
    d = discriminator_loss(game.D_A(shown_A), game.D_A(A))
    d = d + discriminator_loss(game.D_B(B), game.D_B(shown_B))
    game.D_solver.zero_grad()
    d.backward()
    game.D_solver.step()
    return g.item(), d.item()
