"""The recurrence, all three at once."""


def receptive_field(layers):
    size, stride, offset, rows = 1, 1, 0, []
    for kernel, step, padding in layers:
        size, stride, offset = size + (kernel - 1) * stride, stride * step, offset - padding * stride
        rows.append([size, stride, offset])
    return rows
