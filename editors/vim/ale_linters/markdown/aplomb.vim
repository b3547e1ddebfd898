call aplomb#DefineForAle('markdown')
