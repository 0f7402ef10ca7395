"""A DataLoader shuffles."""

import torch


def fit(net, train, val, *, epochs, lr, batch_size=32, weight_decay=0.0):
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(*train), batch_size, shuffle=True
    )
    optimizer = torch.optim.AdamW(net.parameters(), lr, weight_decay=weight_decay)
    history = []
    for _ in range(epochs):
        net.train()
        for images, labels in loader:
            optimizer.zero_grad(set_to_none=False)
            torch.nn.CrossEntropyLoss()(net(images), labels).backward()
            optimizer.step()
        history += [{part: evaluate(net, *pair) for part, pair in {"train": train, "val": val}.items()}]
    return history
