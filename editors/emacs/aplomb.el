;;; aplomb.el --- Replies to customers, checked as you write  -*- lexical-binding: t; -*-

;; Author: The contributors to Aplomb
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: mail, text, convenience

;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Aplomb is a language server for people who draft replies to customers.
;; It marks the words that leave a customer in doubt, offers better ones,
;; greets by name and closes warmly.
;;
;;     (require 'aplomb)
;;     (aplomb-global-mode)
;;
;; starts it in Markdown, plain text and mail, through Eglot, or through
;; `lsp-mode' if `aplomb-client' says so.  C-c ; C-h lists the keys, and
;; README.md beside this file tells the rest.

;;; Code:

(require 'cl-lib)
(require 'eieio)
(require 'seq)
(require 'subr-x)

(declare-function eglot-ensure "eglot")
(declare-function eglot-current-server "eglot")
(declare-function eglot-code-actions "eglot")
(declare-function eglot-handle-request "eglot")
(declare-function eglot-shutdown "eglot")
(declare-function eglot-hover-eldoc-function "eglot")
(declare-function eglot--server-info "eglot")
(declare-function eglot--VersionedTextDocumentIdentifier "eglot")
(declare-function eglot--TextDocumentPositionParams "eglot")
(declare-function eglot--signal-textDocument/didChange "eglot")
(declare-function eglot--range-region "eglot")
(declare-function jsonrpc-request "jsonrpc")
(declare-function jsonrpc-async-request "jsonrpc")
(declare-function jsonrpc-notify "jsonrpc")
(declare-function lsp-deferred "lsp-mode")
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-request "lsp-mode")
(declare-function lsp-notify "lsp-mode")
(declare-function lsp-find-workspace "lsp-mode")
(declare-function lsp-execute-code-action "lsp-mode")
(declare-function lsp-execute-code-action-by-kind "lsp-mode")
(declare-function gfm-view-mode "ext:markdown-mode")
(declare-function lsp--versioned-text-document-identifier "lsp-mode")
(declare-function lsp--text-document-position-params "lsp-mode")
(declare-function lsp--range-to-region "lsp-mode")
(declare-function flymake-goto-next-error "flymake")
(declare-function flymake-goto-prev-error "flymake")
(declare-function flycheck-next-error "ext:flycheck")
(declare-function flycheck-previous-error "ext:flycheck")
(declare-function yas-minor-mode "ext:yasnippet")
(declare-function yas-expand-snippet "ext:yasnippet")
(defvar eglot-server-programs)
(defvar lsp-language-id-configuration)
(defvar lsp--cur-workspace)
(defvar flycheck-mode)
(defvar yas-minor-mode)
(defvar aplomb-mode)


;;;; Options

(defgroup aplomb nil
  "Replies to customers, checked as you write."
  :group 'text
  :prefix "aplomb-")

(defcustom aplomb-program "aplomb"
  "The program, by its name or its whole path."
  :type 'string)

(defcustom aplomb-client 'eglot
  "What speaks with the server."
  :type '(choice (const :tag "Eglot" eglot) (const :tag "lsp-mode" lsp-mode)))

(defcustom aplomb-modes
  '((markdown-mode . "markdown")
    (message-mode . "mail")
    (mail-mode . "mail")
    (text-mode . "plaintext"))
  "The modes in which drafts are written, and what the server calls them.
Modes derived from these count, but for `text-mode', from which most
derive that are no text for customers.  Set it before Eglot or
`lsp-mode' is loaded."
  :type '(alist :key-type symbol :value-type string))

(defcustom aplomb-settings nil
  "Settings for all drafts, as a property list.
For example (:agent \"Ana\" :rules (:certainty-try \"off\")).  The names
are those of settings in an editor, without `aplomb.' before them.  What
an aplomb.toml says holds where this names nothing."
  :type 'plist
  :set (lambda (symbol value)
         (set-default symbol value)
         (when (fboundp 'aplomb-send-settings)
           (aplomb-send-settings))))

(defcustom aplomb-use-yasnippet t
  "Whether YASnippet, if it is installed, leads through places to fill in."
  :type 'boolean)


;;;; Talking with the server, whoever does it

(defconst aplomb--insert-snippet "aplomb.insertSnippet"
  "The command by which a fix brings words with places to fill in.")

(defconst aplomb--fix-all "source.fixAll.aplomb"
  "The kind of the action that applies all safe fixes.")

(defconst aplomb--patience 1
  "So many seconds leaving Emacs may wait for the server to end.")

(defun aplomb--command ()
  "The command line of the server."
  (list aplomb-program "lsp"))

(defun aplomb--has-tab-stops ()
  "Whether places to fill in can be gone through here."
  (and aplomb-use-yasnippet (bound-and-true-p yas-minor-mode)))

(defun aplomb--initialization-options ()
  "What the server is told of this Emacs."
  (when (aplomb--has-tab-stops)
    `(:commands [,aplomb--insert-snippet])))

(defun aplomb--eglot-server-p (server)
  "Whether SERVER, of Eglot's, is ours."
  (equal (plist-get (eglot--server-info server) :name) "aplomb"))

(defun aplomb--connection ()
  "Who speaks with the server here: `eglot', `lsp-mode' or nobody."
  (cond ((and (bound-and-true-p lsp-mode) (lsp-find-workspace 'aplomb)) 'lsp-mode)
        ((and (fboundp 'eglot-current-server)
              (eglot-current-server)
              (aplomb--eglot-server-p (eglot-current-server)))
         'eglot)))

(defun aplomb--connected ()
  "Who speaks with the server here, or an error about what to do."
  (or (aplomb--connection)
      (user-error (if buffer-file-name
                      "Aplomb is not at work here: M-x aplomb-mode starts it"
                    "This draft has no file yet: C-x C-w gives it one"))))

(defun aplomb--get (object member)
  "The MEMBER, a keyword, of OBJECT from an answer."
  (if (hash-table-p object)
      (gethash (substring (symbol-name member) 1) object)
    (plist-get object member)))

(defun aplomb--document ()
  "This draft as the server knows it: address and version."
  (if (eq (aplomb--connection) 'lsp-mode)
      (lsp--versioned-text-document-identifier)
    (eglot--VersionedTextDocumentIdentifier)))

(defun aplomb--uri ()
  "The address of this draft."
  (plist-get (aplomb--document) :uri))

(defun aplomb--request (method params)
  "The server's answer to METHOD with PARAMS.
What it refuses, it refuses in words that are meant for the writer, so
those are shown."
  (condition-case refusal
      (pcase (aplomb--connected)
        ('lsp-mode
         (let ((lsp--cur-workspace (lsp-find-workspace 'aplomb)))
           (lsp-request method params)))
        (_
         ;; Else Eglot would send later what has just been typed.
         (eglot--signal-textDocument/didChange)
         (let ((server (eglot-current-server)))
           (unwind-protect
               (jsonrpc-request server (intern (concat ":" method)) params)
             ;; A refusal is no fault of the connection, as the mode line
             ;; would have it from then on.
             (setf (slot-value server 'last-error) nil)))))
    (user-error (signal 'user-error (cdr refusal)))
    (error
     (user-error
      "%s" (or (alist-get 'jsonrpc-error-message
                          (seq-filter #'consp (cdr refusal)))
               (error-message-string refusal))))))

(defun aplomb--position ()
  "This place in this draft, as requests name it."
  (if (eq (aplomb--connected) 'lsp-mode)
      (lsp--text-document-position-params)
    (eglot--TextDocumentPositionParams)))

(defun aplomb--execute (command &rest arguments)
  "Has the server execute COMMAND with ARGUMENTS."
  (aplomb--request "workspace/executeCommand"
                   (list :command command :arguments (vconcat arguments))))

(defun aplomb--answer-configuration (items)
  "Our settings, once for each of ITEMS that were asked for."
  (vconcat (mapcar (lambda (_) aplomb-settings) items)))

(defun aplomb-send-settings ()
  "Tell all servers that settings have changed."
  (interactive)
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (bound-and-true-p aplomb-mode)
        (let ((params (list :settings (list :aplomb aplomb-settings))))
          (pcase (aplomb--connection)
            ('lsp-mode
             (let ((lsp--cur-workspace (lsp-find-workspace 'aplomb)))
               (lsp-notify "workspace/didChangeConfiguration" params)))
            ('eglot
             (jsonrpc-notify (eglot-current-server)
                             :workspace/didChangeConfiguration params))))))))


;;;; Words with places to fill in

(defun aplomb--insert (words start end)
  "Put WORDS, which may have places to fill in, between START and END."
  (goto-char end)
  ;; With YASnippet the client takes words with places in them, whatever the option says.
  (if (bound-and-true-p yas-minor-mode)
      (yas-expand-snippet words start end '((yas-indent-line nil)))
    (delete-region start end)
    (insert words)))

(defun aplomb--insert-for-server (insertion)
  "Insert words where the server wants them, by its INSERTION."
  (let ((range (aplomb--get insertion :range))
        (is-lsp-mode (eq (aplomb--connection) 'lsp-mode)))
    ;; In any other text the words would stand where they do not belong.
    (unless (equal (aplomb--get insertion :version)
                   (plist-get (aplomb--document) :version))
      (user-error "The draft has changed meanwhile: ask for the fix again"))
    (let ((region (if is-lsp-mode
                      (lsp--range-to-region range)
                    (eglot--range-region range))))
      (aplomb--insert (aplomb--get insertion :snippet)
                      (car region) (cdr region)))))


;;;; Eglot

(defun aplomb--eglot-contact (&rest _)
  "The program that Eglot is to start, and what to tell it first."
  (append (aplomb--command)
          (when-let ((options (aplomb--initialization-options)))
            (list :initializationOptions options))))

(defun aplomb--eglot-managed ()
  "Leave only the message of a mark for the pauses while you write.
Why it stands there is a page, which \\[aplomb-explain] shows when asked."
  (when (and aplomb-mode (eq (aplomb--connection) 'eglot))
    (remove-hook 'eldoc-documentation-functions
                 #'eglot-hover-eldoc-function t)))

(defun aplomb--wake (server)
  "Have Emacs read all that SERVER has sent.
Up to Emacs 29 it leaves what came together with an answer, such as marks
that go, until something else comes."
  (jsonrpc-async-request server :textDocument/hover
                         (eglot--TextDocumentPositionParams)
                         :success-fn #'ignore
                         :error-fn #'ignore
                         :timeout-fn #'ignore))

(defun aplomb--end-servers ()
  "Let our servers end with this Emacs, and hear that drafts are closed."
  (let (servers)
    (dolist (buffer (buffer-list))
      (with-current-buffer buffer
        (when (eq (aplomb--connection) 'eglot)
          (cl-pushnew (eglot-current-server) servers))))
    (dolist (server servers)
      (ignore-errors
        (eglot-shutdown server nil aplomb--patience)))))

(with-eval-after-load 'eglot
  (add-hook 'kill-emacs-hook #'aplomb--end-servers)
  (add-hook 'eglot-managed-mode-hook #'aplomb--eglot-managed)
  (dolist (mode (reverse aplomb-modes))
    (add-to-list 'eglot-server-programs
                 `((,(car mode) :language-id ,(cdr mode))
                   . aplomb--eglot-contact)))
  (cl-defmethod eglot-handle-request
    :extra "aplomb" :around (server (_method (eql workspace/configuration))
                                    &key items)
    "Answer with `aplomb-settings' where our SERVER asks."
    (if (and aplomb-settings (aplomb--eglot-server-p server))
        (aplomb--answer-configuration items)
      (cl-call-next-method)))
  (if (fboundp 'eglot-execute)
      (cl-defmethod eglot-execute :extra "aplomb" :around (_server action)
        "Insert words with places to fill in, if ACTION asks for that."
        (if (equal (plist-get action :command) aplomb--insert-snippet)
            (aplomb--insert-for-server (aref (plist-get action :arguments) 0))
          (cl-call-next-method)))
    (cl-defmethod eglot-execute-command
      (_server (_command (eql aplomb.insertSnippet)) arguments)
      "Insert words with places to fill in, as ARGUMENTS say."
      (aplomb--insert-for-server (aref arguments 0)))
    (cl-defmethod eglot-execute-command
      :extra "aplomb" :after (server _command _arguments)
      "Have SERVER's marks shown at once."
      (when (aplomb--eglot-server-p server)
        (aplomb--wake server)))))


;;;; lsp-mode

(defun aplomb--lsp-activate (_file mode)
  "Whether `lsp-mode' is to start the server in a buffer in MODE."
  (aplomb--draft-mode-p mode))

(defun aplomb--lsp-options ()
  "What the server is told through `lsp-mode'."
  ;; `lsp-mode' counts characters where the protocol counts code units, so a
  ;; fix would spoil each line with an emoji in it.
  (append '(:positionEncoding "utf-32") (aplomb--initialization-options)))

(with-eval-after-load 'lsp-mode
  (dolist (mode aplomb-modes)
    (add-to-list 'lsp-language-id-configuration mode))
  (let ((actions (make-hash-table :test #'equal))
        (requests (make-hash-table :test #'equal)))
    (puthash aplomb--insert-snippet
             (lambda (action)
               (aplomb--insert-for-server
                (elt (aplomb--get action :arguments) 0)))
             actions)
    (puthash "workspace/configuration"
             (lambda (_workspace params)
               (aplomb--answer-configuration (aplomb--get params :items)))
             requests)
    (lsp-register-client
     (make-lsp-client :new-connection (lsp-stdio-connection #'aplomb--command)
                      :activation-fn #'aplomb--lsp-activate
                      :server-id 'aplomb
                      ;; Beside whatever else checks Markdown.
                      :add-on? t
                      :initialization-options #'aplomb--lsp-options
                      :request-handlers requests
                      :action-handlers actions))))


;;;; Commands

(defun aplomb-copy-reply ()
  "Copy the text to send; while an error stands, say where."
  (interactive)
  (kill-new (aplomb--execute "aplomb.copyReply" (aplomb--uri)))
  (message "The reply is copied."))

(defun aplomb-check-as-reply ()
  "Check this file as a reply from now on."
  (interactive)
  (aplomb--execute "aplomb.checkAsReply" (aplomb--uri))
  (message "This file is checked as a reply from now on."))

(defun aplomb-forget ()
  "Forget how your replies begin and end."
  (interactive)
  (when (yes-or-no-p "Forget how your replies begin and end? ")
    (aplomb--execute "aplomb.forget")
    (message "Forgotten.")))

(defun aplomb-fix ()
  "List the better words for what is marked here."
  (interactive)
  (call-interactively (if (eq (aplomb--connected) 'lsp-mode)
                          #'lsp-execute-code-action
                        #'eglot-code-actions)))

(defun aplomb-fix-all ()
  "Apply all safe fixes."
  (interactive)
  (let ((before (buffer-chars-modified-tick)))
    (if (eq (aplomb--connected) 'lsp-mode)
        (condition-case nil
            (lsp-execute-code-action-by-kind aplomb--fix-all)
          (lsp-no-code-actions nil))
      (when (eglot-code-actions (point-min) (point-max) aplomb--fix-all)
        (eglot-code-actions (point-min) (point-max) aplomb--fix-all t)))
    (message (if (= before (buffer-chars-modified-tick))
                 "There is no safe fix here."
               "All safe fixes are applied."))))

(defun aplomb-explain ()
  "Say why the words here are marked."
  (interactive)
  (let* ((hover (aplomb--request "textDocument/hover" (aplomb--position)))
         (contents (and hover (aplomb--get hover :contents)))
         (inhibit-read-only t))
    (unless contents
      (user-error "Nothing is marked here: C-c ; n goes to the next mark"))
    (with-current-buffer (get-buffer-create "*Aplomb*")
      (erase-buffer)
      (insert (aplomb--get contents :value))
      (goto-char (point-min))
      ;; What you have hung on your drafts, such as a spell checker, stays out.
      (delay-mode-hooks
        (if (and (fboundp 'gfm-view-mode)
                 (equal (aplomb--get contents :kind) "markdown"))
            (gfm-view-mode)
          (special-mode)))
      (setq-local word-wrap t)
      (display-buffer (current-buffer)))))

(defun aplomb-next ()
  "Go to the next mark and show its message."
  (interactive)
  (call-interactively (if (bound-and-true-p flycheck-mode)
                          #'flycheck-next-error
                        #'flymake-goto-next-error)))

(defun aplomb-previous ()
  "Go to the previous mark and show its message."
  (interactive)
  (call-interactively (if (bound-and-true-p flycheck-mode)
                          #'flycheck-previous-error
                        #'flymake-goto-prev-error)))

(defun aplomb--offers (asked)
  "Return the words that fit here for ASKED, a name or a situation.
The server reads from the draft what is wanted, so for the moment of the
question the draft holds what one would type."
  (let ((start (point))
        (typed (concat (unless (or (bolp) (memq (char-before) '(?\s ?\t))) " ")
                       ";" asked))
        (modified (buffer-modified-p))
        ;; Nothing is left to undo.
        (buffer-undo-list t)
        answer)
    (unwind-protect
        (progn
          (insert typed)
          (setq answer
                (aplomb--request "textDocument/completion"
                                 (aplomb--position))))
      (delete-region start (+ start (length typed)))
      (restore-buffer-modified-p modified))
    (append (or (aplomb--get answer :items) answer) nil)))

(defun aplomb--label (item)
  "How ITEM is listed."
  ;; Before the colon stands what was asked for, by which completion in the
  ;; draft goes.
  (string-trim (replace-regexp-in-string "\\`[-a-z0-9]+: " ""
                                         (aplomb--get item :label))))

(defun aplomb--choose (items)
  "Let the writer choose among ITEMS, the best first."
  (let* ((labels (mapcar #'aplomb--label items))
         (rows (seq-mapn #'cons labels items))
         (widest (apply #'max (mapcar #'string-width labels)))
         (annotate
          (lambda (label)
            (when-let ((detail (aplomb--get (cdr (assoc label rows)) :detail)))
              (concat (make-string (- (+ 2 widest) (string-width label)) ?\s)
                      detail))))
         (table
          (lambda (text predicate action)
            (if (eq action 'metadata)
                `(metadata (display-sort-function . identity)
                           (cycle-sort-function . identity)
                           (annotation-function . ,annotate))
              (complete-with-action action rows text predicate)))))
    (cdr (assoc (completing-read (format "What fits here (default %s): "
                                         (car labels))
                                 table nil t nil nil (car labels))
                rows))))

(defun aplomb-insert (&optional asked)
  "Choose from the words that fit here, and insert them.
ASKED is a name or a situation, such as \"farewell\" or \"refund\"."
  (interactive)
  (barf-if-buffer-read-only)
  (let ((items (aplomb--offers (or asked ""))))
    (unless items
      (user-error "Nothing fits here: greetings go to the top, farewells to the end"))
    (let ((edit (aplomb--get (aplomb--choose items) :textEdit)))
      (aplomb--insert (aplomb--get edit :newText) (point) (point)))))

(defun aplomb-insert-greeting ()
  "Choose a greeting, and insert it."
  (interactive)
  (aplomb-insert "greeting"))

(defun aplomb-insert-thanks ()
  "Choose words of thanks, and insert them."
  (interactive)
  (aplomb-insert "thanks"))

(defun aplomb-insert-farewell ()
  "Choose a farewell, and insert it."
  (interactive)
  (aplomb-insert "farewell"))


;;;; Modes

(defvar aplomb-command-map
  (let ((map (make-sparse-keymap)))
    (define-key map "n" #'aplomb-next)
    (define-key map "p" #'aplomb-previous)
    (define-key map "f" #'aplomb-fix)
    (define-key map "a" #'aplomb-fix-all)
    (define-key map "e" #'aplomb-explain)
    (define-key map "i" #'aplomb-insert)
    (define-key map "g" #'aplomb-insert-greeting)
    (define-key map "t" #'aplomb-insert-thanks)
    (define-key map "b" #'aplomb-insert-farewell)
    (define-key map "r" #'aplomb-copy-reply)
    map)
  "The keys of Aplomb's commands.")

(defvar aplomb-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c ;") aplomb-command-map)
    ;; Text modes complete words of a dictionary with it, up to Emacs 29.
    (define-key map (kbd "M-TAB") #'completion-at-point)
    map)
  "The keys of `aplomb-mode'.")

;;;###autoload
(define-minor-mode aplomb-mode
  "Check this draft as you write, through the client in `aplomb-client'.

\\{aplomb-mode-map}"
  :lighter " Aplomb"
  (when aplomb-mode
    ;; Long lines break between words.
    (setq-local word-wrap t)
    ;; The client asks whether there are tab stops when it starts.
    (when (and aplomb-use-yasnippet (require 'yasnippet nil t))
      (yas-minor-mode 1))
    (if (eq aplomb-client 'lsp-mode)
        (lsp-deferred)
      (eglot-ensure))))

(defun aplomb--draft-mode-p (mode)
  "Whether drafts are written in MODE."
  (seq-some (lambda (known)
              (or (eq mode known)
                  (and (not (eq known 'text-mode))
                       (provided-mode-derived-p mode known))))
            (mapcar #'car aplomb-modes)))

(defun aplomb--turn-on ()
  "Start in this buffer, if it is a draft."
  (when (and buffer-file-name (aplomb--draft-mode-p major-mode))
    (aplomb-mode)))

;;;###autoload
(define-globalized-minor-mode aplomb-global-mode aplomb-mode aplomb--turn-on
  :group 'aplomb)

(provide 'aplomb)

;;; aplomb.el ends here
